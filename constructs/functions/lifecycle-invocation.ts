import { LambdaInvocation } from "@cdktf/provider-aws/lib/lambda-invocation";
import { Fn, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { LambdaFunction } from "./lambda-function";

export interface LifecycleInvocationProps {
  readonly function: LambdaFunction;
  /** URL that Telegram sends updates to. */
  readonly webhookUrl: string;
  /** Resources that must exist before Telegram gets the URL, and until Telegram no longer uses it. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/**
 * Invokes the function to set the webhook at the first deploy and when the URL changes. At a destroy, invokes it to
 * delete the webhook. The provider adds `tf.action` to the event.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lambda_invocation
 */
export class LifecycleInvocation extends Construct {
  constructor(scope: Construct, id: string, props: LifecycleInvocationProps) {
    super(scope, id);
    new LambdaInvocation(this, "Invocation", {
      functionName: props.function.alias.functionName,
      qualifier: props.function.alias.name,
      input: Fn.jsonencode({ webhookUrl: props.webhookUrl }),
      lifecycleScope: "CRUD",
      dependsOn: [...props.function.ready, ...props.dependsOn],
    });
  }
}
