import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "dotenv";
import { repositoryFolder } from "../../constructs/repository";
import { describeVariables, readEnvironment } from "../../settings/environment";
import { variableTable } from "../../settings/variables";

/** Required without types, because its types would add the types of a browser to the whole program. */
const { parse: hcl2json } = require("@cdktf/hcl2json") as {
  parse(filename: string, contents: string): Promise<unknown>;
};

/** Reads a text as Terraform reads a file of variables. */
async function hcl(text: string): Promise<Readonly<Record<string, string>>> {
  return (await hcl2json("env.tf", `${text}\n`)) as Readonly<Record<string, string>>;
}

const example = readFileSync(join(repositoryFolder, ".env.example.txt"), "utf8");

describe(".env.example.txt", () => {
  it("has exactly one line for every variable of the table", () => {
    const lines = example.split("\n").filter((line) => line !== "" && !line.startsWith("#"));

    expect(lines).toEqual(describeVariables());
    expect(lines.map((line) => line.split("=")[0])).toEqual(Object.keys(variableTable));
  });

  it("has the same values for dotenv and Terraform, both empty and filled in", async () => {
    const filled = example.replaceAll(/^(\w+)=""/gm, '$1="value of $1#1"');

    for (const text of [example, filled]) {
      expect(await hcl(text)).toEqual(parse(text));
    }
    expect(Object.keys(parse(filled))).toEqual(Object.keys(variableTable));
  });

  it.each([
    ["no value after the equals sign", "KEY="],
    ["a value without quotes", "KEY=value"],
    ["single quotes", "KEY='value'"],
    ["export", 'export KEY="value"'],
    ["a backslash", 'KEY="a\\b"'],
    ["%{", 'KEY="%{b}"'],
    ["${", 'KEY="${b}"'],
  ])("warns about syntax that Terraform and dotenv read differently: %s", async (_what, line) => {
    const read = await hcl(line).catch(() => undefined);

    // A reference is not a valid value in a file of variables. hcl2json returns it unchanged, Terraform rejects it.
    const value = read?.KEY?.startsWith("${") ? undefined : read?.KEY;
    expect(value).not.toBe(parse(line).KEY);
    expect(example).toMatch(/double quotes only[\s\S]*no export[\s\S]*no \$\{, no %\{ and no backslash/);
  });

  it("is valid as an unchanged copy, in which every variable has its default", () => {
    const copied = readEnvironment(parse(example));

    expect(copied.faults).toEqual([]);
    expect(copied.values).toEqual(readEnvironment({}).values);
  });
});
