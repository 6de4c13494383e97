import { evaluateTemplate, type Scope } from "../../../src/plan/expression/evaluate";
import { ExpressionError } from "../../../src/plan/expression/expression-error";
import { functionNames } from "../../../src/plan/expression/functions/call-function";
import type { Value } from "../../../src/plan/expression/value";

const scope: Scope = {
  resolve: () => {
    throw new ExpressionError("there is nothing to refer to");
  },
};

/** Calls and results, the most of them from the pages of https://developer.hashicorp.com/terraform/language/functions */
const calls: readonly [string, Value][] = [
  ["abs(-12.4)", 12.4],
  ['base64decode("SGVsbG8=")', "Hello"],
  ['base64encode("Hello")', "SGVsbG8="],
  ['base64sha256("hello world")', "uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek="],
  ["ceil(5.1)", 6],
  ['chomp("hello\\n")', "hello"],
  ['coalesce("", null, "b")', "b"],
  ['compact(["a", "", null, "b"])', ["a", "b"]],
  ['concat(["a"], ["b", "c"])', ["a", "b", "c"]],
  ['contains(["a", "b"], "a")', true],
  ['distinct(["a", "b", "a"])', ["a", "b"]],
  ['element(["a", "b", "c"], 4)', "b"],
  ['element(["a", "b"], -1)', "b"],
  ['endswith("hello", "lo")', true],
  ["flatten([[1, [2]], [], 3])", [1, 2, 3]],
  ["floor(4.9)", 4],
  ['format("%s has %d items, %05.1f%%", "Ann", 3, 12.34)', "Ann has 3 items, 012.3%"],
  ['format("%v|%-4s|%4s|%q|%x|%t", ["a", 1], "b", "c", "d", 255, true)', '["a",1]|b   |   c|"d"|ff|true'],
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
  ["max(5, 12, 9)", 12],
  ['md5("hello world")', "5eb63bbbe01eeed093cb22bb8f5acdc3"],
  ["merge({a = 1, b = 2}, null, {b = 3})", { a: 1, b: 3 }],
  ["min(12, 5)", 5],
  ['nonsensitive("a")', "a"],
  ['one(["a"])', "a"],
  ["one([])", null],
  ['replace("1 + 2 + 3", "+", "-")', "1 - 2 - 3"],
  ['replace("hello world", "/w.*d/", "everybody")', "hello everybody"],
  ['replace("ab12", "/([a-z]+)(?P<digits>[0-9]+)/", "$2-$digits-$${1}$$")', "12-12-ab$"],
  ['reverse(["a", "b"])', ["b", "a"]],
  ["sensitive(1)", 1],
  ['setunion(["b", "a"], ["a"])', ["a", "b"]],
  ['sha1("hello world")', "2aae6c35c94fcfb415dbe95f408b9ce91ee846ed"],
  ['sha256("hello world")', "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9"],
  ['substr(sha512("hello world"), 0, 16)', "309ecc489c12d6eb"],
  ['slice(["a", "b", "c"], 1, 2)', ["b"]],
  ['sort(["e", "d", "a"])', ["a", "d", "e"]],
  ['split(",", "a,b")', ["a", "b"]],
  ['split(",", "")', [""]],
  ['startswith("hello", "he")', true],
  ['strcontains("hello", "ll")', true],
  ['strrev("hello")', "olleh"],
  ['substr("hello world", 1, 4)', "ello"],
  ['substr("hello world", -5, -1)', "world"],
  ["sum([10, 13, 6])", 29],
  ['title("hello world")', "Hello World"],
  ['tobool("true")', true],
  ['tolist(["a", 1])', ["a", "1"]],
  ["tomap({a = 1})", { a: 1 }],
  ['tonumber("1.5")', 1.5],
  ['toset(["c", "b", "b"])', ["b", "c"]],
  ["tostring(1)", "1"],
  ['trim("?!hello?!", "!?")', "hello"],
  ['trimprefix("helloworld", "hello")', "world"],
  ['trimspace("  hello\\n\\n")', "hello"],
  ['trimsuffix("helloworld.", ".")', "helloworld"],
  ['trimsuffix("helloworld", ".")', "helloworld"],
  ['upper("hello")', "HELLO"],
  ['urlencode("Hello World!*")', "Hello+World%21%2A"],
  ["values({b = 1, a = 2})", [2, 1]],
  ['zipmap(["a", "b"], [1, 2])', { a: 1, b: 2 }],
];

describe("functions of Terraform", () => {
  it.each(calls)("evaluates %s", (call, expected) => {
    const value = evaluateTemplate(`\${${call}}`, scope);

    expect(value).toEqual(expected);
  });

  it("has a call above for every function", () => {
    const tried = new Set(calls.flatMap(([call]) => call.match(/[a-z][a-z0-9]*(?=\()/g) ?? []));

    const missing = functionNames.filter((name) => !tried.has(name));

    expect(missing).toEqual([]);
  });

  it.each([
    ['base64decode("???")', "base64decode: the text is not base64"],
    ['jsondecode("{")', "jsondecode: the text is not JSON"],
    ['format("%s")', "format: there is no argument for `%s`"],
    ['format("x", 1)', "format: there are 1 arguments for 0 verbs"],
    ['format("%p", 1)', "format: the local run does not format with `%p`"],
    ['format("%9999999d", 1)', "format: a field of 9999999 characters"],
    ['lookup({}, "a")', "lookup: there is no key `a`"],
    ["element([], 0)", "element: the list is empty"],
    ['replace("a", "/(/", "b")', "replace: the local run cannot read the regular expression"],
    ['tonumber("abc")', "tonumber: a number is wanted, the value is a string"],
    ['join(",", "a")', "join: a list is wanted, the value is a string"],
    ["slice([1], 0, 2)", "slice: 0 to 2 is not within a list of 1"],
    ['constructor("a")', "does not evaluate the function `constructor`"],
  ])("names what is wrong with %s", (call, reason) => {
    const attempt = () => evaluateTemplate(`\${${call}}`, scope);

    expect(attempt).toThrow(ExpressionError);
    expect(attempt).toThrow(reason);
  });
});
