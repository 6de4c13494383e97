import { arnIn } from "./partition";

/** Represents a statement that allows actions on resources. */
export interface PolicyStatement {
  /** Id of the statement: letters and digits. */
  readonly sid: string;
  /** Full names of actions, without wildcards. */
  readonly actions: readonly string[];
  /** ARNs of the resources. */
  readonly resources: readonly string[];
  /**
   * Condition of the statement: operator, key and values. One of the values must match.
   * @default - no condition
   */
  readonly condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** Returns a statement that allows actions on resources without a condition. */
export function allow(
  sid: string,
  actions: readonly string[],
  ...resources: readonly string[]
): PolicyStatement {
  return { sid, actions, resources };
}

/** Returns a policy document with the statements. */
export function policyDocument(statements: readonly PolicyStatement[]): string {
  return policyText(
    statements.map((statement) => ({
      Sid: statement.sid,
      Effect: "Allow",
      Action: statement.actions,
      Resource: statement.resources,
      ...(statement.condition && { Condition: statement.condition }),
    })),
  );
}

/** Returns a policy document of statements in IAM's own format: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
export function policyText(statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/**
 * Returns actions of one service.
 * @param names without the service, separated by spaces
 */
export function actionsIn(service: string, names: string): readonly string[] {
  return (names.match(/\w+/g) ?? []).map((name) => `${service}:${name}`);
}

/** Represents the account and region of resources. */
export interface AccountLocation {
  readonly region: string;
  readonly account: string;
}

/**
 * Allows a role to read parameters.
 * @param names the parameters' names, which start with a slash
 */
export function readParameters(
  sid: string,
  action: "GetParameter" | "GetParameters" | "GetParameterHistory",
  { region, account }: AccountLocation,
  ...names: readonly string[]
): PolicyStatement {
  const arn = `${arnIn(region)}:ssm:${region}:${account}:parameter`;
  return { sid, actions: [`ssm:${action}`], resources: names.map((name) => `${arn}${name}`) };
}

/**
 * Returns a trust policy that lets a service assume the role.
 * @param sourceAccount the account for which the service must act, so that a resource of another account cannot use the
 *   role. Not every service sends the account: https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function trustPolicy(service: string, sourceAccount?: string): string {
  const condition = sourceAccount && { StringEquals: { "aws:SourceAccount": sourceAccount } };
  return policyText([
    {
      Effect: "Allow",
      Action: "sts:AssumeRole",
      Principal: { Service: service },
      ...(condition && { Condition: condition }),
    },
  ]);
}
