import { LambdaInvocation } from "@cdktf/provider-aws/lib/lambda-invocation";
import { Fn, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { LambdaFunction } from "./lambda-function";

export interface LifecycleInvocationProps {
  readonly function: LambdaFunction;
  /** Where Telegram is to send updates. */
  readonly webhookUrl: string;
  /** What must be there before Telegram is told of the URL, and stay until it has forgotten it. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/**
 * Has the function set the webhook at the first deploy, set it anew when the URL changes, and delete it at a
 * destroy: the provider adds `tf.action` to the event.
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
