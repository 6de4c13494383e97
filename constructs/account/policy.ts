import { arnIn } from "./partition";

/** One statement that allows actions on resources. */
export interface PolicyStatement {
  /** Letters and digits. */
  readonly sid: string;
  /** Actions in full, no wildcard. */
  readonly actions: readonly string[];
  /** ARNs. */
  readonly resources: readonly string[];
  /**
   * What else must be so: an operator, a key, the values of which one must hold.
   * @default - nothing else
   */
  readonly condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** Returns the statement that allows actions on resources, whatever else is so. */
export function allow(
  sid: string,
  actions: readonly string[],
  ...resources: readonly string[]
): PolicyStatement {
  return { sid, actions, resources };
}

/** A policy document that allows what the statements say. */
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

/** A policy of statements as IAM writes them: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
export function policyText(statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/**
 * Returns actions of one service.
 * @param names without the service, with spaces between
 */
export function actionsIn(service: string, names: string): readonly string[] {
  return (names.match(/\w+/g) ?? []).map((name) => `${service}:${name}`);
}

/** Where things of an account are. */
export interface AccountLocation {
  readonly region: string;
  readonly account: string;
}

/**
 * Allows to read parameters.
 * @param names with a slash at the start
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
 * A trust policy: the service may take the role.
 * @param sourceAccount the service must act for this account, so that nobody else's resource gets the role by way of
 * it; not every service says for whom it acts: https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
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
