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

/** Account, region and name prefixes of a deployment. */
export interface DeploymentNames extends NameBeginnings {
  readonly account: string;
  readonly region: string;
}

/**
 * Returns the permissions to deploy and destroy a stack: for its types of resources, and for its state.
 * @throws Error if a type is missing in the table
 */
export function stackStatements(plan: SynthesizedStack, names: DeploymentNames): readonly Statement[] {
  const types = [
    ...Object.keys(plan.resource ?? {}).map((type) => [type, resourceRights[type]] as const),
    ...Object.keys(plan.data ?? {}).map((type) => [type, dataRights[type]] as const),
  ];
  const grants = types.flatMap(([type, known]) => {
    if (known === undefined && !(type in cloudflarePermissions)) {
      throw new Error(
        `${type} has no entry in constructs/account/rights. Look up the actions that the provider needs for it, and add them.`,
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

/**
 * Actions that could give a role more than its boundary allows. Each action supports the condition key
 * `iam:PermissionsBoundary`.
 */
const boundedActions = new Set([
  "iam:AttachRolePolicy",
  "iam:CreateRole",
  "iam:DetachRolePolicy",
  "iam:DeleteRolePolicy",
  "iam:PutRolePermissionsBoundary",
  "iam:PutRolePolicy",
]);

/** Adds a condition if the roles of a stack have a boundary, so that no role without it can be created: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html */
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

/** Returns the permissions for the state and its lock file: https://developer.hashicorp.com/terraform/language/backend/s3#permissions-required */
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

/** Returns the distinct values of an attribute that contain no reference. */
function literals(plan: SynthesizedStack, type: string, attribute: string): readonly string[] {
  const values = Object.values<StackBlock>(plan.resource?.[type] ?? {}).map((block) => block[attribute]);
  return [
    ...new Set(values.filter((value) => typeof value === "string" && !value.includes("${"))),
  ].sort() as string[];
}
