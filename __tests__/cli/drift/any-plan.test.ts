import fc from "fast-check";
import { builtInIgnores } from "../../../cli/drift/built-in-ignores";
import { classify } from "../../../cli/drift/classify";
import { parsePlan } from "../../../cli/drift/read-plan";
import { report } from "../../../cli/drift/report";
import { writeReport } from "../../../cli/drift/report-text";

/** Secrets that differ from all other addresses, names and texts of these tests. */
const secrets = fc.stringMatching(/^[0-9]{3}SECRET[0-9]{12}$/);

const names = fc.constantFrom("tags", "tags_all", "rules", "a b", "__proto__", "constructor", "0");
const addresses = fc.constantFrom("aws_lambda_function.a", "aws_s3_bucket.b", 'x.y["k"]', "data.z.z");
const actions = fc.constantFrom(
  ...[
    ["no-op"],
    ["read"],
    ["create"],
    ["update"],
    ["delete"],
    ["forget"],
    ["delete", "create"],
    ["create", "forget"],
    [],
    ["new"],
  ],
);

/** A value, and the marks that Terraform sets for the secrets in it. */
interface Marked {
  readonly value: unknown;
  readonly sensitive: unknown;
}

/** A secret can be any value, even a map with secret keys. */
const secretValue: fc.Arbitrary<Marked> = secrets.chain((secret) =>
  fc
    .constantFrom<unknown>(secret, [secret], { [secret]: secret }, { deep: { [secret]: [secret] } })
    .map((value) => ({ value, sensitive: true })),
);

const { marked } = fc.letrec<{ marked: Marked }>((tie) => ({
  marked: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom<Marked>(
      ...[null, "", "text", 0, 1, true, [], {}].map((value) => ({ value, sensitive: false })),
    ),
    secretValue,
    fc.array(tie("marked"), { maxLength: 3 }).map((items) => ({
      value: items.map(({ value }) => value),
      sensitive: items.map(({ sensitive }) => sensitive),
    })),
    fc.dictionary(names, tie("marked"), { maxKeys: 3 }).map((map) => ({
      value: mapValues(map, ({ value }) => value),
      sensitive: mapValues(map, ({ sensitive }) => sensitive),
    })),
  ),
}));

const changes = fc
  .record({ actions, before: marked, after: marked, isKnown: fc.boolean(), replaced: fc.boolean() })
  .map(({ actions, before, after, isKnown, replaced }) => ({
    actions,
    before: before.value,
    before_sensitive: before.sensitive,
    // A value that is known only after the apply has the keys of the old value, even those inside a secret.
    ...(isKnown
      ? { after: after.value, after_sensitive: after.sensitive, after_unknown: {} }
      : { after_unknown: allTrue(before.value) }),
    ...(replaced && { replace_paths: [["tags", "a b", 0]] }),
  }));

const resources = fc
  .record({
    address: addresses,
    mode: fc.constantFrom("managed", "data"),
    deposed: fc.option(fc.constant("byebye12")),
    previous_address: fc.option(addresses),
    change: changes,
  })
  .map((entry) => ({ type: "any", ...entry }));

const plans = fc.record({
  format_version: fc.constant("1.2"),
  resource_drift: fc.array(resources, { maxLength: 4 }),
  resource_changes: fc.array(resources, { maxLength: 4 }),
  output_changes: fc.dictionary(fc.constantFrom("url", "token"), changes),
});

const shown = (plan: object) => {
  const findings = classify(parsePlan(JSON.stringify(plan)));
  const found = report("kite", findings, { entries: builtInIgnores(true), expired: [] });
  return `${JSON.stringify(found)}\n${writeReport(found)}`;
};

describe("any plan", () => {
  it("is classified without showing any of its secrets", () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const text = shown(plan);

        expect(text).not.toMatch(/\d{3}SECRET\d/);
      }),
      { numRuns: 500 },
    );
  });

  it("is classified even if its marks for secrets do not match its values", () => {
    const anything = fc.jsonValue({ maxDepth: 4 });
    const odd = fc.record({
      actions,
      before: anything,
      after: anything,
      after_unknown: anything,
      before_sensitive: anything,
      after_sensitive: anything,
      importing: anything,
    });
    const oddResources = fc.array(fc.record({ address: fc.string(), type: fc.string(), change: odd }));
    const oddPlans = fc.record({
      format_version: fc.constant("1.2"),
      resource_drift: oddResources,
      resource_changes: oddResources,
      output_changes: fc.dictionary(fc.string(), odd),
    });

    fc.assert(
      fc.property(oddPlans, (plan) => {
        expect(() => shown(plan)).not.toThrow();
      }),
      { numRuns: 300 },
    );
  });
});

function mapValues<From, To>(map: Record<string, From>, to: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, to(value)]));
}

function allTrue(value: unknown): unknown {
  if (typeof value !== "object" || value === null) {
    return true;
  }
  return Array.isArray(value) ? value.map(allTrue) : mapValues({ ...value }, allTrue);
}
