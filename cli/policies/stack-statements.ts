import { z } from "zod";
import { arnIn } from "../../constructs/account/partition";
import {
  cloudflarePermissions,
  dataRights,
  resourceRights,
} from "../../constructs/account/rights/all-rights";
import { actionsOf, type Condition, type Grant, mergePassRole } from "../../constructs/account/rights/rights";
import type { StackBlock, SynthesizedStack } from "../stacks/synthesized-stack";
import { type NameBeginnings, namesInPlan } from "./names-in-plan";
import type { Statement } from "./policy";

/** Where a deployment is, and what its names begin with. */
export interface DeploymentNames extends NameBeginnings {
  readonly account: string;
  readonly region: string;
}

/**
 * What whoever deploys and destroys a stack must be allowed: for its types of resources, and for its state.
 * @throws Error for a type that the table does not know
 */
export function stackStatements(plan: SynthesizedStack, names: DeploymentNames): readonly Statement[] {
  const types = [
    ...Object.keys(plan.resource ?? {}).map((type) => [type, resourceRights[type]] as const),
    ...Object.keys(plan.data ?? {}).map((type) => [type, dataRights[type]] as const),
  ];
  const grants = types.flatMap(([type, known]) => {
    if (known === undefined && !(type in cloudflarePermissions)) {
      throw new Error(
        `${type} has no entry in constructs/account/rights: look up which actions the provider needs for it.`,
      );
    }
    return known ?? [];
  });
  return [
    ...mergePassRole(grants)
      .flatMap((grant) => withBoundary(grant, plan))
      .map((grant) => statementOf(grant, plan, names)),
    ...stateStatements(plan, names),
  ].filter(({ resources }) => resources.length > 0);
}

function statementOf(grant: Grant, plan: SynthesizedStack, names: DeploymentNames): Statement {
  const { on, condition } = grant;
  const own = on.names === undefined ? [] : namesInPlan(plan, on.names, names);
  const resources = on.arns
    .map((arn) =>
      arn
        .replaceAll("{arn}", arnIn(names.region))
        .replaceAll("{account}", names.account)
        .replaceAll("{region}", names.region),
    )
    .flatMap((arn) => (arn.includes("{name}") ? own.map((name) => arn.replaceAll("{name}", name)) : [arn]));
  return { actions: actionsOf(grant), resources, ...(condition && { condition: fillIn(condition, plan) }) };
}

function fillIn(condition: Condition, plan: SynthesizedStack): Condition {
  const filled = JSON.stringify(condition).replaceAll(
    '"{policyArns}"',
    JSON.stringify(literals(plan, "aws_iam_role_policy_attachment", "policy_arn")),
  );
  return JSON.parse(filled);
}

/** What could give a role more than its boundary allows; each knows the key of the condition. */
const boundedActions = new Set([
  "iam:AttachRolePolicy",
  "iam:CreateRole",
  "iam:DetachRolePolicy",
  "iam:DeleteRolePolicy",
  "iam:PutRolePermissionsBoundary",
  "iam:PutRolePolicy",
]);

/** Where the roles have a boundary, none without it can be made: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html */
function withBoundary(grant: Grant, plan: SynthesizedStack): readonly Grant[] {
  const [boundary] = literals(plan, "aws_iam_role", "permissions_boundary");
  const bounded = actionsOf(grant).filter((action) => boundedActions.has(action));
  if (boundary === undefined || bounded.length === 0) {
    return [grant];
  }
  const condition = {
    ...grant.condition,
    StringEquals: { ...grant.condition?.StringEquals, "iam:PermissionsBoundary": boundary },
  };
  const rest = actionsOf(grant).filter((action) => !boundedActions.has(action));
  return [
    { on: grant.on, actions: bounded, condition },
    ...(rest.length > 0 ? [{ ...grant, actions: rest, reads: [] }] : []),
  ];
}

/** The state and its lock file: https://developer.hashicorp.com/terraform/language/backend/s3#permissions-required */
function stateStatements(plan: SynthesizedStack, { region }: DeploymentNames): readonly Statement[] {
  const { data } = backendSchema.safeParse(plan.terraform);
  if (data === undefined) {
    return [];
  }
  const { bucket, key } = data.backend.s3;
  const arn = `${arnIn(region)}:s3:::${bucket}`;
  const state = `${arn}/${key}`;
  return [
    { actions: ["s3:ListBucket"], resources: [arn] },
    { actions: ["s3:GetObject", "s3:PutObject"], resources: [state, `${state}.tflock`] },
    { actions: ["s3:DeleteObject"], resources: [`${state}.tflock`] },
  ];
}

const backendSchema = z.object({
  backend: z.object({ s3: z.object({ bucket: z.string(), key: z.string() }) }),
});

/** The values of an attribute that refer to nothing, each once. */
function literals(plan: SynthesizedStack, type: string, attribute: string): readonly string[] {
  const values = Object.values<StackBlock>(plan.resource?.[type] ?? {}).map((block) => block[attribute]);
  return [
    ...new Set(values.filter((value) => typeof value === "string" && !value.includes("${"))),
  ].sort() as string[];
}
