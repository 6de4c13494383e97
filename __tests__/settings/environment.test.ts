import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "dotenv";
import { repositoryFolder } from "../../constructs/repository";
import { describeVariables, readEnvironment } from "../../settings/environment";
import { variableTable } from "../../settings/variables";

/** Its types would bring those of a browser into the whole program. */
const { parse: hcl2json } = require("@cdktf/hcl2json") as {
  parse(filename: string, contents: string): Promise<unknown>;
};

/** Reads a text as Terraform reads a file of variables. */
async function hcl(text: string): Promise<Readonly<Record<string, string>>> {
  return (await hcl2json("env.tf", `${text}\n`)) as Readonly<Record<string, string>>;
}

const example = readFileSync(join(repositoryFolder, ".env.example.txt"), "utf8");

describe(".env.example.txt", () => {
  it("has the table's line for every variable, and no other line", () => {
    const lines = example.split("\n").filter((line) => line !== "" && !line.startsWith("#"));

    expect(lines).toEqual(describeVariables());
    expect(lines.map((line) => line.split("=")[0])).toEqual(Object.keys(variableTable));
  });

  it("reads the same in dotenv and in Terraform, empty and filled in", async () => {
    const filled = example.replaceAll(/^(\w+)=""/gm, '$1="value of $1#1"');

    for (const text of [example, filled]) {
      expect(await hcl(text)).toEqual(parse(text));
    }
    expect(Object.keys(parse(filled))).toEqual(Object.keys(variableTable));
  });

  it.each([
    ["nothing after the equals sign", "KEY="],
    ["a value without quotes", "KEY=value"],
    ["single quotes", "KEY='value'"],
    ["export", 'export KEY="value"'],
    ["a backslash", 'KEY="a\\b"'],
    ["%{", 'KEY="%{b}"'],
    ["${", 'KEY="${b}"'],
  ])("warns of values that Terraform and dotenv read differently: %s", async (_what, line) => {
    const read = await hcl(line).catch(() => undefined);

    // A reference is no value in a file of variables: hcl2json shows it as it stands, Terraform refuses it.
    const value = read?.KEY?.startsWith("${") ? undefined : read?.KEY;
    expect(value).not.toBe(parse(line).KEY);
    expect(example).toMatch(/double quotes only[\s\S]*no export[\s\S]*no \$\{, no %\{ and no backslash/);
  });

  it("works as an unchanged copy, in which every variable has its default", () => {
    const copied = readEnvironment(parse(example));

    expect(copied.faults).toEqual([]);
    expect(copied.values).toEqual(readEnvironment({}).values);
  });
});
