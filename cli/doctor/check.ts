import { UserError } from "../../constructs/user-error";

/** Result of a check. */
export interface Finding {
  readonly status: "ok" | "warn" | "fail" | "skipped";
  /** Describes what was found, or why nothing was checked. It never contains a secret. */
  readonly text: string;
  /** Command that fixes it, or the step if no command can. @default - none */
  readonly fix?: string | undefined;
}

/** A line of the doctor. */
export interface Check {
  readonly name: string;
  /** Names of earlier checks, without which this one cannot run. @default - none */
  readonly needs?: readonly string[];
  /** Fix of a failure that the check does not find itself, such as an error of AWS. */
  readonly fix: string;
  /** @default - 30 */
  readonly deadlineSeconds?: number;
  /** An error that it throws is the finding. */
  run(): Finding | Promise<Finding>;
}

/** A line of the result. */
export interface Row extends Finding {
  readonly check: string;
}

const usualDeadlineSeconds = 30;

/** Command that gives the permissions to a person who lacks them. */
export const permissionFix = "npx kite deployer-policy, then attach operator-reading to your user or role";

export const ok = (text: string): Finding => ({ status: "ok", text });
export const warn = (text: string, fix: string): Finding => ({ status: "warn", text, fix });
export const fail = (text: string, fix: string): Finding => ({ status: "fail", text, fix });
export const skipped = (text: string): Finding => ({ status: "skipped", text });

/**
 * Runs all checks at the same time, each as soon as those that it needs have ended. Returns the rows in order.
 * @param isEmulated whether an emulator replaces AWS, which may lack a service
 */
export async function runChecks(checks: readonly Check[], isEmulated = false): Promise<readonly Row[]> {
  const rows = new Map<string, Promise<Row>>();
  for (const check of checks) {
    const needs = (check.needs ?? []).map((name) => rows.get(name));
    rows.set(check.name, runAfter(check, needs, isEmulated));
  }
  return Promise.all(rows.values());
}

async function runAfter(
  check: Check,
  needs: readonly (Promise<Row> | undefined)[],
  isEmulated: boolean,
): Promise<Row> {
  const missing = (await Promise.all(needs)).find(
    (row) => row !== undefined && ["fail", "skipped"].includes(row.status),
  );
  const finding =
    missing === undefined ? await findingOf(check, isEmulated) : skipped(`needs: ${missing.check}`);
  return { check: check.name, ...finding };
}

async function findingOf(check: Check, isEmulated: boolean): Promise<Finding> {
  try {
    return await withDeadline(check);
  } catch (error) {
    if (isDenied(error)) {
      return warn(`not allowed to check: ${messageOf(error)}`, permissionFix);
    }
    return isEmulated && isMissingService(error)
      ? skipped(`the emulator does not have it (${messageOf(error)})`)
      : fail(messageOf(error), check.fix);
  }
}

function withDeadline(check: Check): Promise<Finding> {
  const { deadlineSeconds: seconds = usualDeadlineSeconds, fix } = check;
  return new Promise((resolve, reject) => {
    const late = () => resolve(fail(`no answer within ${seconds} seconds`, fix));
    const timer = setTimeout(late, seconds * 1000);
    Promise.resolve()
      .then(() => check.run())
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}

/** Returns whether AWS denied the request for lack of a permission. */
export function isDenied(error: unknown): boolean {
  return chainOf(error).some(
    ({ name, message }) =>
      /^(AccessDenied|UnauthorizedOperation|AuthorizationError)/.test(name) || /\bAccessDenied/.test(message),
  );
}

/** Returns whether an emulator reports that it does not have a service or an operation. */
function isMissingService(error: unknown): boolean {
  const { $metadata: metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: number } };
  return (
    [404, 501].includes(metadata?.httpStatusCode ?? 0) ||
    chainOf(error).some(({ name }) =>
      /^(Unknown$|InvalidAction|NotImplemented|UnknownOperation|UnsupportedOperation|InternalFailure)/.test(
        name,
      ),
    )
  );
}

/** Returns an error and its causes. Tests have an `Error` that is not Node's, so `instanceof` fails there. */
function chainOf(error: unknown): readonly { readonly name: string; readonly message: string }[] {
  const { name = "", message = "", cause } = (error ?? {}) as Partial<Error>;
  return [{ name, message }, ...(cause === undefined || cause === error ? [] : chainOf(cause))];
}

/**
 * Returns the message of an error in one line. The first sentence of our own errors says what is wrong. The others say how
 * to fix it, which is a line of its own here.
 */
export function messageOf(error: unknown): string {
  const [{ name, message } = { name: "", message: "" }] = chainOf(error);
  const isOwn = error instanceof UserError || name === "NoDatabaseError";
  const text = isOwn ? message : `${name}: ${message}`;
  // It has a sentence for each fault.
  const [first = ""] = name === "OptionsError" ? [text] : text.split(/\. (?=[A-Z"])/);
  return first.replaceAll(/\s*\n\s*/g, " ").replace(/\.$/, "");
}

/** Returns a function that computes its value at the first call. */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
