import { evaluateTemplate, type Scope } from "../../../src/stack/expression/evaluate";
import { ExpressionError } from "../../../src/stack/expression/expression-error";
import { functionNames } from "../../../src/stack/expression/functions";
import type { Value } from "../../../src/stack/expression/value";

const scope: Scope = {
  resolve: () => {
    throw new ExpressionError("there is nothing to refer to");
  },
};

/** Calls and results, most of them from the pages of https://developer.hashicorp.com/terraform/language/functions */
const calls: readonly [string, Value][] = [
  ['base64encode("Hello")', "SGVsbG8="],
  ['concat(["a"], ["b", "c"])', ["a", "b", "c"]],
  ['element(["a", "b", "c"], 4)', "b"],
  ['element(["a", "b"], -1)', "b"],
  ['join("-", ["a", 1, true], ["b"])', "a-1-true-b"],
  ['jsondecode("{\\"a\\":[1,null]}")', { a: [1, null] }],
  [
    'jsonencode({"b" = "<x> & y", "a" = [1, true, null], "c" = 1e21})',
    '{"a":[1,true,null],"b":"\\u003cx\\u003e \\u0026 y","c":1000000000000000000000}',
  ],
  ["keys({b = 1, a = 2})", ["a", "b"]],
  ['length("\\U0001F469\\u200D\\U0001F467")', 1],
  ["length([1, 2])", 2],
  ["length({a = 1})", 1],
  ['lookup({a = "ay"}, "a", "what")', "ay"],
  ['lookup({a = "ay"}, "c", "what")', "what"],
  ['lower("HELLO")', "hello"],
  ["merge({a = 1, b = 2}, null, {b = 3})", { a: 1, b: 3 }],
  ['split(",", "a,b")', ["a", "b"]],
  ['split(",", "")', [""]],
  ['tolist(["a", 1])', ["a", "1"]],
  ["tostring(1)", "1"],
  ['trimsuffix("helloworld.", ".")', "helloworld"],
  ['trimsuffix("helloworld", ".")', "helloworld"],
  ['upper("hello")', "HELLO"],
];

describe("Terraform functions", () => {
  it.each(calls)("evaluate %s", (call, expected) => {
    const value = evaluateTemplate(`\${${call}}`, scope);

    expect(value).toEqual(expected);
  });

  it("have a test case for every function", () => {
    const tried = new Set(calls.flatMap(([call]) => call.match(/[a-z][a-z0-9]*(?=\()/g) ?? []));

    const missing = functionNames.filter((name) => !tried.has(name));

    expect(missing).toEqual([]);
  });

  it.each([
    ['jsondecode("{")', "jsondecode: expected JSON"],
    ['lookup({}, "a")', "lookup: there is no key `a`"],
    ["element([], 0)", "element: the list is empty"],
    ['join(",", "a")', "join: expected a list, received a string"],
    ["lower()", "wrong number of arguments for the function `lower`: expected 1, received 0"],
    ['constructor("a")', "the function `constructor` is not supported"],
  ])("name the error in %s", (call, reason) => {
    const attempt = () => evaluateTemplate(`\${${call}}`, scope);

    expect(attempt).toThrow(ExpressionError);
    expect(attempt).toThrow(reason);
  });
});
