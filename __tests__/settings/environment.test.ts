import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "dotenv";
import { describeVariables, readEnvironment } from "../../settings/environment";
import { REPOSITORY } from "../../settings/settings";
import { VARIABLES } from "../../settings/variables";

const EXAMPLE = readFileSync(join(REPOSITORY, ".env.example.txt"), "utf8");

describe(".env.example.txt", () => {
  it("has a line for every variable, in the words of the table, and no other", () => {
    const lines = EXAMPLE.split("\n").filter((line) => line !== "" && !line.startsWith("#"));

    expect(lines).toEqual(describeVariables());
    expect(lines.map((line) => line.split("=")[0])).toEqual(Object.keys(VARIABLES));
  });

  it("works copied as it is: every variable has its default", () => {
    const copied = readEnvironment(parse(EXAMPLE));

    expect(copied.faults).toEqual([]);
    expect(copied.values).toEqual(readEnvironment({}).values);
  });
});
