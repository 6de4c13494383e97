import { actionsIn } from "../policy";

/** Represents actions on resources. A deploy needs all of them. */
export interface Grant {
  /** @default - no actions */
  readonly actions?: readonly string[];
  /**
   * Additional actions with which a plan of the stack `kite` reads the resource.
   * @default - no actions
   */
  readonly reads?: readonly string[];
  readonly on: Place;
  /** @default - no condition */
  readonly condition?: Condition;
}

/** Represents resources as a policy names them. */
export interface Place {
  /** ARNs. `{arn}` (the start of the partition's ARNs), `{account}`, `{region}` and `{name}` are replaced. */
  readonly arns: readonly string[];
  /**
   * Source of the values of `{name}` in the plan.
   * @default - no ARN contains `{name}`
   */
  readonly names?: NameSource;
  /**
   * ARNs of the same resources in the stack `kite`. The drift check uses them, because it knows the deployment but not
   * the plan. These placeholders are replaced in addition to `{arn}`, `{account}` and `{region}`: `{app}`, `{database}`
   * (the app's name with underscores), `{stage-name}`, and `{stage}` (with a sandbox's prefix).
   * @default - `arns`
   */
  readonly kite?: readonly string[];
}

/** Represents the resources of the plan, by type, and the attributes that contain their names. */
export interface NameSource {
  readonly type: string;
  /**
   * The first attribute that exists is used. An attribute such as `bucket_prefix` contains only the start of a name.
   */
  readonly attributes: readonly string[];
  /**
   * Whether the policy contains each name in full. Otherwise, names with the same prefix share a pattern, which is
   * shorter.
   * @default false
   */
  readonly exact?: boolean;
}

/** A condition of IAM: operator, key, values. `{policyArns}` are the policies that the plan attaches to roles. */
export type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/**
 * Actions of Terraform's AWS provider on resources, by type, in IAM's terms. The sources are the provider's code and
 * the permissions that AWS publishes for its CloudFormation handlers of the same resources.
 */
export type RightsByType = Readonly<Record<string, readonly Grant[]>>;

/** Returns all actions of a grant. */
export function actionsOf({ actions = [], reads = [] }: Grant): readonly string[] {
  return [...actions, ...reads];
}

/** Matches any resource. Used for actions without a resource, and for resources whose names AWS creates. */
export const anything: Place = { arns: ["*"] };

/**
 * Creates a grant of actions of one service.
 * @param service the prefix of the actions, for example `s3`
 * @param actions their names, separated by spaces
 */
export function grant(
  service: string,
  on: Place,
  { actions = "", reads = "" }: { readonly actions?: string; readonly reads?: string },
  condition?: Condition,
): Grant {
  return {
    actions: actionsIn(service, actions),
    reads: actionsIn(service, reads),
    on,
    ...(condition && { condition }),
  };
}

/**
 * Creates the ARNs of resources whose names are in the plan.
 * @param attribute Terraform's reference to the names, for example `aws_sqs_queue.name`
 * @param arn their ARN with `{name}`, without the leading `{arn}:`
 * @param kite their names in the stack `kite`
 */
export function named(attribute: string, arn: string, ...kite: readonly string[]): Place {
  const [type = "", name = ""] = attribute.split(".");
  return {
    arns: [`{arn}:${arn}`],
    names: { type, attributes: [name] },
    ...(kite.length > 0 && { kite: kite.map((it) => `{arn}:${arn.replace("{name}", it)}`) }),
  };
}

/** The roles of a stack. */
export const iamRoles = named("aws_iam_role.name", "iam::{account}:role/{name}", "{stage}-*", "{app}-*");

/** Creates the grant to pass a role of the stack to these services, and to no others. */
export function passRole(...services: readonly string[]): Grant {
  return grant(
    "iam",
    iamRoles,
    { actions: "PassRole" },
    { StringEquals: { "iam:PassedToService": services } },
  );
}

/** Merges the grants to pass roles into one grant, because they cover the same roles. */
export function mergePassRole(grants: readonly Grant[]): readonly Grant[] {
  const isPassRole = (grant: Grant) => actionsOf(grant).includes("iam:PassRole");
  const services = grants
    .filter(isPassRole)
    .flatMap(({ condition }) => condition?.StringEquals?.["iam:PassedToService"] ?? []);
  const others = grants.filter((grant) => !isPassRole(grant));
  return services.length === 0 ? others : [...others, passRole(...[...new Set(services)].sort())];
}
