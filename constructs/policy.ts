/** One statement that allows actions on resources. */
export interface PolicyStatement {
  /** Letters and digits. */
  readonly sid: string;
  /** Actions in full, no wildcard. */
  readonly actions: readonly string[];
  /** ARNs. */
  readonly resources: readonly string[];
}

/** A policy document that allows what the statements say. */
export function policyDocument(statements: readonly PolicyStatement[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((statement) => ({
      Sid: statement.sid,
      Effect: "Allow",
      Action: statement.actions,
      Resource: statement.resources,
    })),
  });
}

/** A trust policy: the service may take the role. */
export function trustPolicy(service: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service } }],
  });
}
