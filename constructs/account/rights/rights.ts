import { actionsIn } from "../policy";

/** Actions on things, all of which a deploy needs. */
export interface Grant {
  /** @default - none */
  readonly actions?: readonly string[];
  /**
   * More actions: those by which a plan of the stack `kite` reads the resource.
   * @default - none
   */
  readonly reads?: readonly string[];
  readonly on: Place;
  /** @default - always */
  readonly condition?: Condition;
}

/** Things, as a policy names them. */
export interface Place {
  /** ARNs; `{arn}` (how those of the partition begin), `{account}`, `{region}` and `{name}` are filled in. */
  readonly arns: readonly string[];
  /**
   * Where the names for `{name}` stand in the plan.
   * @default - no ARN says `{name}`
   */
  readonly names?: NameSource;
  /**
   * ARNs of the same things in the stack `kite`, for the drift check, which knows the deployment and not the plan. Beside
   * `{arn}`, `{account}` and `{region}` these are filled in: `{app}`, `{database}` (the app's name with underscores),
   * `{stage-name}`, and `{stage}` (with a sandbox's prefix).
   * @default - `arns`
   */
  readonly kite?: readonly string[];
}

/** A type of resource of the same plan, and its attribute with the name. */
export interface NameSource {
  readonly type: string;
  /** The first that is there; one that ends in `_prefix` is the beginning of a name that AWS completes. */
  readonly attributes: readonly string[];
  /**
   * True: each name as it is, for there are few; else names with the same beginning share a pattern.
   * @default false
   */
  readonly exact?: boolean;
}

/** A condition of IAM: operator, key, values; `{policyArns}` are the policies that the plan attaches to roles. */
export type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/**
 * What Terraform's AWS provider does to resources of a type, in the words of IAM. Read from the provider's sources
 * and from the permissions that AWS publishes for its own CloudFormation handlers of the same things.
 */
export type RightsByType = Readonly<Record<string, readonly Grant[]>>;

/** Every action of a grant. */
export function actionsOf({ actions = [], reads = [] }: Grant): readonly string[] {
  return [...actions, ...reads];
}

/** For actions that know no resource, or whose resource has a name that AWS makes. */
export const anything: Place = { arns: ["*"] };

/**
 * Creates a grant of actions of one service.
 * @param service the prefix of the actions, for example `s3`
 * @param actions their names, with spaces between
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
 * Creates the place of things that have names in the plan.
 * @param attribute Terraform's reference to the names, for example `aws_sqs_queue.name`
 * @param arn their ARN with `{name}`, without `{arn}:` before it
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

/** Hands a role of the stack to these services, and to no other. */
export function passRole(...services: readonly string[]): Grant {
  return grant(
    "iam",
    iamRoles,
    { actions: "PassRole" },
    { StringEquals: { "iam:PassedToService": services } },
  );
}

/** One grant for all that hand roles on: they speak of the same roles. */
export function mergePassRole(grants: readonly Grant[]): readonly Grant[] {
  const isPassRole = (grant: Grant) => actionsOf(grant).includes("iam:PassRole");
  const services = grants
    .filter(isPassRole)
    .flatMap(({ condition }) => condition?.StringEquals?.["iam:PassedToService"] ?? []);
  const others = grants.filter((grant) => !isPassRole(grant));
  return services.length === 0 ? others : [...others, passRole(...[...new Set(services)].sort())];
}
