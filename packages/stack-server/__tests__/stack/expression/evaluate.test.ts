import fc from "fast-check";
import { evaluateTemplate, type Scope } from "../../../src/stack/expression/evaluate";
import { ExpressionError } from "../../../src/stack/expression/expression-error";
import { encodeJson } from "../../../src/stack/expression/functions";
import type { Value } from "../../../src/stack/expression/value";

const things: Readonly<Record<string, Value>> = {
  text: "abc",
  list: ["a", "b", "c"],
  people: [{ name: "Ann" }, { name: "Bo" }],
  block: { size: 5 },
  number: 12,
};

/** Resolves `thing.<name>` to an entry of the table above. */
const scope: Scope = {
  resolve: ([root, name = ""]) => {
    const value = root === "thing" ? things[name] : undefined;
    if (value === undefined) {
      throw new ExpressionError(`there is no ${root}.${name}`);
    }
    return { value, taken: 2 };
  },
};

function evaluate(text: string): Value {
  return evaluateTemplate(text, scope);
}

describe("evaluateTemplate", () => {
  it.each<[string, Value]>([
    ["plain text", "plain text"],
    ["", ""],
    ["a$${b}", "a${b}"],
    ["100%%{x}", "100%{x}"],
    ["$request.body.[0]", "$request.body.[0]"],
    ["\\$default", "\\$default"],
    ["x-${thing.text}-y", "x-abc-y"],
    ["${thing.number}", 12],
    ["${thing.number} s", "12 s"],
    ["${thing.list[1]}", "b"],
    ["${thing.list.2}", "c"],
    ['${thing.block["size"]}', 5],
    ["${thing.block[0].size}", 5],
    ['${"a-${thing.text}-${"b"}"}', "a-abc-b"],
    ['${"line\\nbreak \\"quoted\\" \\u00e4 $${x}"}', 'line\nbreak "quoted" ä ${x}'],
    ['${{"a" = 1, "b" : [true, null], c = {}}}', { a: 1, b: [true, null], c: {} }],
    ["${(-1.5)}", -1.5],
    ["${1e3}", 1000],
  ])("evaluates %s", (template, expected) => {
    const value = evaluate(template);

    expect(value).toEqual(expected);
  });

  it.each([
    ["${", "expected a value"],
    ["${thing.text", "expected `}`"],
    ["${thing.}", "expected a name"],
    ['${"abc}', "ends unexpectedly"],
    ['${"a\\qb"}', "unknown escape sequence"],
    ["${[for x in thing.list : x]}", "`for` is not supported at character 4"],
    ["${{for x in thing.list : x => x}}", "`for` is not supported at character 4"],
    ["%{ if true }x%{ endif }", "`%{` is not supported at character 1"],
    ["${~ thing.text}", "`~` is not supported"],
    ["${thing.people[*].name}", "`*` is not supported"],
    ["${thing.people.*.name}", "`*` is not supported"],
    ["${concat(thing.list...)}", "`...` is not supported"],
    ['${thing.text == "abc"}', "`==` is not supported"],
    ["${thing.number + 1}", "`+` is not supported at character 16"],
    ["${-thing.number}", "`-` is not supported"],
    ["${thing.block ? 1 : 2}", "`?` is not supported"],
    ["${cidrsubnet(1, 2, 3)}", "the function `cidrsubnet` is not supported"],
    ["${thing.list[9]}", "there is no item 9 in a list of 3"],
    ["${thing.block.nothing}", "there is no attribute `nothing`"],
    ["${thing.block.__proto__}", "there is no attribute `__proto__`"],
    ["x ${thing.list}", "expected a string, received a list"],
    ["x ${null}", "expected a string, received null"],
    ["${'single'}", "expected a value"],
    [`\${${"(".repeat(200)}1${")".repeat(200)}}`, "nested more than 100 levels"],
  ])("names the error in %s", (template, reason) => {
    const attempt = () => evaluate(template);

    expect(attempt).toThrow(ExpressionError);
    expect(attempt).toThrow(new RegExp(reason.replace(/[`.()*+?]/g, "\\$&")));
  });

  it("throws only its own type of error", () => {
    const fragment = fc.constantFrom(
      ...'${ } %{ ( ) [ ] { } " \\ . , : ? = == && || ! - + * / % for in null true thing.text thing.list join( lookup( merge( jsonencode( jsondecode( element( 0 1 -1 99 1e99 \n _'.split(
        " ",
      ),
      fc.sample(fc.string(), 1)[0] ?? "",
    );
    const template = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(fragment, { maxLength: 25 }).map((parts) => parts.join("")),
      fc.array(fragment, { maxLength: 12 }).map((parts) => `\${${parts.join(" ")}}`),
    );

    const property = fc.property(template, (text) => {
      try {
        return encodeJson(evaluate(text)) !== "";
      } catch (error) {
        return error instanceof ExpressionError;
      }
    });

    fc.assert(property, { numRuns: 3000 });
  });

  it("returns any text unchanged if its markers are escaped", () => {
    const property = fc.property(fc.string({ unit: "binary" }), (text) => {
      return isAmbiguous(text) || evaluate(escapeMarkers(text)) === text;
    });

    fc.assert(property, { examples: [["a ${b} %{c}"], ["${${"]] });
  });

  it("returns any value from its Terraform literal and from its JSON", () => {
    const value = fc.letrec<{ value: Value }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.string(),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie("value"), { maxLength: 4 }),
        fc.dictionary(fc.string(), tie("value"), { maxKeys: 4, noNullPrototype: true }),
      ),
    })).value;

    const property = fc.property(value, (original) => {
      expect(evaluate(`\${${literal(original)}}`)).toEqual(original);
      expect(evaluate(`\${jsondecode(jsonencode(${literal(original)}))}`)).toEqual(original);
    });

    fc.assert(property);
  });
});

/** A `$` or `%` before a marker cannot be escaped: Terraform reads `$$${` in another way. */
function isAmbiguous(text: string): boolean {
  return /\$\$\{|%%\{/.test(text);
}

function escapeMarkers(text: string): string {
  return text.replace(/[$%]\{/g, (marker) => `${marker[0]}${marker}`);
}

/** Writes a value in the Terraform language, as cdktf does. */
function literal(value: Value): string {
  if (typeof value === "string") {
    const quoted = JSON.stringify(value).replace(/\\(.)/g, (pair, letter) =>
      letter === "b" ? "\\u0008" : letter === "f" ? "\\u000c" : pair,
    );
    return escapeMarkers(quoted);
  }
  if (Array.isArray(value)) {
    return `[${value.map(literal).join(", ")}]`;
  }
  if (typeof value === "object" && value !== null) {
    return `{${Object.entries<Value>({ ...value })
      .map(([key, item]) => `${literal(key)} = ${literal(item)}`)
      .join(", ")}}`;
  }
  return String(value);
}
