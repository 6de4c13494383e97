import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { type AwsBehavior, collecting } from "./aws-behavior";

/** A behavior with the file of its test. */
export interface CollectedBehavior extends AwsBehavior {
  /** Path from the repository's root. */
  readonly file: string;
}

const repositoryFolder = join(__dirname, "../../../..");
const tests = join(__dirname, "..");

/**
 * Loads every test file that declares behaviors, without running tests, and returns the behaviors in the order of the
 * files.
 */
export function collectBehaviors(): readonly CollectedBehavior[] {
  const found: CollectedBehavior[] = [];
  withoutTests(() => {
    for (const file of filesWithBehaviors()) {
      collecting(
        (row) => found.push({ ...row, file: relative(repositoryFolder, file) }),
        () => require(file),
      );
    }
  });
  return found;
}

function filesWithBehaviors(): readonly string[] {
  return readdirSync(tests, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => join(tests, name))
    .filter((file) => /from "[./]+behaviors\/aws-behavior"/.test(readFileSync(file, "utf8")))
    .sort();
}

/** Replaces Jest's globals with functions that do nothing while `action` runs. Only `describe` runs its body. */
function withoutTests(action: () => void): void {
  const describeEach =
    (cases: readonly unknown[]) => (_: string, declare: (...values: unknown[]) => void) => {
      const [first] = cases;
      declare(...(Array.isArray(first) ? first : [first]));
    };
  const lookInside = Object.assign((_: string, declare: () => void) => declare(), { each: describeEach });
  const globals: Record<string, unknown> = globalThis;
  const before = Object.fromEntries(jestGlobals.map((name) => [name, globals[name]]));
  Object.assign(globals, Object.fromEntries(jestGlobals.map((name) => [name, nothing])), {
    describe: lookInside,
  });
  try {
    action();
  } finally {
    Object.assign(globals, before);
  }
}

const jestGlobals = [
  "describe",
  "it",
  "test",
  "expect",
  "jest",
  "beforeAll",
  "beforeEach",
  "afterEach",
  "afterAll",
];

/** A value that can be called and has every property, to any depth. */
const nothing: object = new Proxy(() => undefined, {
  get: (_, key) => (typeof key === "symbol" ? undefined : nothing),
  apply: () => nothing,
});
