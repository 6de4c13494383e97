import type { Condition } from "../../constructs/account/rights/rights";

/** A statement of a policy with complete ARNs. */
export interface Statement {
  /** @default "Allow" */
  readonly effect?: "Deny";
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition?: Condition;
}

/** A managed policy. */
export interface Policy {
  /** Name of the file without `.json`, for example `kite-1`. */
  readonly name: string;
  readonly document: PolicyDocument;
}

/** A policy document of IAM. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly {
    readonly Sid: string;
    readonly Effect: "Allow" | "Deny";
    readonly Action: readonly string[];
    readonly Resource: readonly string[];
    readonly Condition?: Condition;
  }[];
}

/** Maximum size of a managed policy in characters, without white space: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const policyLimit = 6144;

/** Merges the statements of a service that have the same resources, and splits the result into policies by size. */
export function toPolicies(name: string, statements: readonly Statement[]): readonly Policy[] {
  const pages: PolicyDocument["Statement"][number][][] = [[]];
  for (const statement of withSids(merge(statements))) {
    const page = pages.at(-1) ?? [];
    if (page.length > 0 && sizeOf(documentOf([...page, statement])) > policyLimit) {
      pages.push([statement]);
    } else {
      page.push(statement);
    }
  }
  return pages.map((page, index) => ({
    name: pages.length === 1 ? name : `${name}-${index + 1}`,
    document: documentOf(page),
  }));
}

/** Returns the size of a policy in characters, as AWS counts it. */
export function sizeOf(document: PolicyDocument): number {
  return JSON.stringify(document).replaceAll(/\s/g, "").length;
}

function documentOf(statements: PolicyDocument["Statement"]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}

function merge(statements: readonly Statement[]): readonly Statement[] {
  const merged = new Map<string, Statement>();
  for (const statement of statements.flatMap(byService)) {
    const resources = [...new Set(statement.resources)].sort();
    const key = JSON.stringify([statement.effect, serviceOf(statement), resources, statement.condition]);
    const actions = [...new Set([...(merged.get(key)?.actions ?? []), ...statement.actions])].sort();
    merged.set(key, { ...statement, actions, resources });
  }
  return [...merged.values()].sort((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1));
}

function byService(statement: Statement): readonly Statement[] {
  const services = [...new Set(statement.actions.map((action) => action.split(":")[0]))];
  return services.map((service) => ({
    ...statement,
    actions: statement.actions.filter((action) => action.startsWith(`${service}:`)),
  }));
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

function withSids(statements: readonly Statement[]): PolicyDocument["Statement"] {
  const counts = new Map<string, number>();
  return statements.map((statement) => {
    const service = serviceOf(statement);
    const count = counts.get(service) ?? 0;
    counts.set(service, count + 1);
    return {
      // The suffix is a letter, because the names of some services end with a digit.
      Sid: `${service.charAt(0).toUpperCase()}${service.slice(1)}${letters.charAt(count)}`,
      Effect: statement.effect ?? "Allow",
      Action: statement.actions,
      Resource: statement.resources,
      ...(statement.condition && { Condition: statement.condition }),
    };
  });
}

function serviceOf({ actions }: Statement): string {
  return (actions[0] ?? "").split(":")[0] ?? "";
}

function sortKey(statement: Statement): string {
  return `${serviceOf(statement)} ${JSON.stringify([statement.resources, statement.condition ?? null])}`;
}
