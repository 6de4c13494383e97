import { randomUUID } from "node:crypto";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { repositoryFolder } from "../../constructs/repository";
import { keep, readKept } from "../../launcher/keep.cjs";
import { Clone, type Run } from "../main/clone";

const kept = join(repositoryFolder, "node_modules/.cache/kite");

/** A clone with a program in a folder of its own. */
class Programs extends Clone {
  // Cache entries are named by the path of the program, and shared by all clones with the same packages.
  readonly folder = `programs-${randomUUID()}`;

  constructor() {
    super();
    mkdirSync(join(this.directory, this.folder));
    folders.push(this.folder);
  }

  write(name: string, source: string): this {
    writeFileSync(join(this.directory, this.folder, name), source);
    return this;
  }

  launch(name: string, ...words: readonly string[]): Promise<Run> {
    return this.node(["launcher/launch.cjs", join(this.folder, name), ...words]);
  }
}

const folders: string[] = [];
afterAll(() => {
  for (const file of readdirSync(kept).filter((name) => folders.some((folder) => name.startsWith(folder)))) {
    rmSync(join(kept, file));
  }
});

/** Resolution of a file system's clock: a few milliseconds. */
const later = () => wait(50);

const print = (expression: string) => `process.stdout.write(String(${expression}));\n`;

describe("the launcher", () => {
  it("runs a program with its arguments, its packages, and the places of its files", async () => {
    const programs = new Programs()
      .write(
        "main.ts",
        `import { App } from "cdktf";\nimport { where } from "./part";\n${print("[App.name, where, process.argv.slice(2)]")}`,
      )
      .write("part.ts", "export const where: string = __dirname;\n");

    const run = await programs.launch("main.ts", "one", "two");

    const folder = join(programs.directory, programs.folder);
    expect(run).toEqual({ status: 0, stdout: `App,${folder},one,two`, stderr: "" });
  });

  it.each([
    ["a file changed", "part.ts", 'export const part = "new";\n'],
    ["a file that it finds by name was added", "added.ts", ""],
  ])("runs it as it is now after %s", async (_case, changed, source) => {
    const programs = new Programs()
      .write(
        "main.ts",
        `import { part } from "./part";\nrequire(\`./\${process.argv[2]}.ts\`);\n${print("part")}`,
      )
      .write("part.ts", 'export const part = "old";\n');
    const before = await programs.launch("main.ts", "part");
    programs.write(changed, source);

    const after = await programs.launch("main.ts", changed.replace(".ts", ""));

    expect(before).toEqual({ status: 0, stdout: "old", stderr: "" });
    expect(after).toEqual({ status: 0, stdout: changed === "part.ts" ? "new" : "old", stderr: "" });
  });

  it("names the line of the source at which an error was thrown", async () => {
    const programs = new Programs().write(
      "main.ts",
      'type Text = string;\n\nthrow new Error("no" as Text);\n',
    );

    const runs = [await programs.launch("main.ts"), await programs.launch("main.ts")];

    for (const { status, stderr } of runs) {
      expect(status).toBe(1);
      expect(stderr).toContain(
        `Error: no\n    at Object.<anonymous> (${join(programs.directory, programs.folder)}/main.ts:3:7)`,
      );
    }
  });

  it("says which file cannot be compiled, and where", async () => {
    const programs = new Programs().write("main.ts", "const = 1;\n");

    const { status, stdout, stderr } = await programs.launch("main.ts");

    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/programs-[^/]+\/main\.ts:1:6: ERROR: Expected identifier but found "="/);
  });

  it("runs what was kept, although it was cut off, from the sources", async () => {
    const programs = new Programs().write("main.ts", `import "zod";\n${print("42")}`);
    await programs.launch("main.ts");
    const files = readdirSync(kept).filter((name) => name.startsWith(programs.folder));
    for (const file of files) {
      writeFileSync(join(kept, file), "{");
    }

    const run = await programs.launch("main.ts");

    expect(files).toHaveLength(3);
    expect(run).toEqual({ status: 0, stdout: "42", stderr: "" });
  });

  it("runs in strict mode, as the functions and the tests do", async () => {
    const programs = new Programs().write("main.ts", print("(function () { return this === undefined; })()"));

    const run = await programs.launch("main.ts");

    expect(run).toEqual({ status: 0, stdout: "true", stderr: "" });
  });

  it("distinguishes programs whose paths differ only in a separator", async () => {
    const programs = new Programs().write("a-b.ts", print('"file"'));
    mkdirSync(join(programs.directory, programs.folder, "a"));
    programs.write("a/b.ts", print('"folder"'));

    const runs = [await programs.launch("a-b.ts"), await programs.launch("a/b.ts")];

    expect(runs.map(({ stdout }) => stdout)).toEqual(["file", "folder"]);
  });

  it("finds every package from the repository: no workspace has another version of its own", () => {
    const { packages } = JSON.parse(readFileSync(join(repositoryFolder, "package-lock.json"), "utf8"));

    const places = Object.keys(packages);

    expect(places).toContain("packages/stack-server");
    expect(places.filter((place) => /^(?!node_modules\/).+\/node_modules\//.test(place))).toEqual([]);
  });

  it("compiles anew when tsconfig.json is another", async () => {
    const source =
      'class Base { constructor() { this.set(); } set() {} }\nclass Own extends Base { value?: string; override set() { this.value = "set"; } }\n';
    const programs = new Programs().write("main.ts", source + print("new Own().value"));
    const before = await programs.launch("main.ts");
    const file = join(programs.directory, "tsconfig.json");
    const text = readFileSync(file, "utf8");
    writeFileSync(
      file,
      text.replace('"compilerOptions": {', '"compilerOptions": { "useDefineForClassFields": false,'),
    );

    const after = await programs.launch("main.ts");

    expect([before.stdout, after.stdout]).toEqual(["undefined", "set"]);
  });
});

describe("the cache", () => {
  const name = `kept-${randomUUID()}`;
  folders.push(name);
  const input = join(mkdtempSync(join(tmpdir(), "kept-")), "source.txt");
  const told = relative(repositoryFolder, input);
  const read = () => readKept(name, "key")?.toString();
  const longAgo = () => utimesSync(input, 1, 1);

  it("is read until a file changes", async () => {
    writeFileSync(input, "one");
    await later();
    keep(name, "key", Buffer.from("built"), { inputs: [told], startedAt: Date.now() });

    expect(read()).toBe("built");
    expect(readKept(name, "another key")).toBeUndefined();
    writeFileSync(input, "two");
    expect(read()).toBeUndefined();
  });

  it("is not what was built while a file changed, whose new content may not have been read", async () => {
    const startedAt = Date.now();
    await later();
    writeFileSync(input, "three");
    longAgo();
    keep(name, "key", Buffer.from("built of two"), { inputs: [told], startedAt });

    expect(read()).toBeUndefined();
  });

  it("is not what was cut off, or made of a file that is gone", async () => {
    await later();
    keep(name, "key", Buffer.from("built"), { inputs: [told], startedAt: Date.now() });
    const record = readFileSync(join(kept, name));
    writeFileSync(join(kept, name), record.subarray(0, -1));
    const cut = read();
    keep(name, "key", Buffer.from("built"), { inputs: ["gone.txt"], startedAt: Date.now() });

    expect(cut).toBeUndefined();
    expect(read()).toBeUndefined();
  });
});
