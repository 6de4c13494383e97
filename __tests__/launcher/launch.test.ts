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

/** Represents a clone with programs in a separate folder. */
class Programs extends Clone {
  // The name of a cache entry is the path of the program. All clones with the same packages share the cache.
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

/** Waits for longer than the resolution of a file system's clock, which is a few milliseconds. */
const later = () => wait(50);

const print = (expression: string) => `process.stdout.write(String(${expression}));\n`;

describe("the launcher", () => {
  it("runs a program with its arguments, its packages and the paths of its files", async () => {
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
    ["a source file changed", "part.ts", 'export const part = "new";\n'],
    ["a file that the program requires by a computed name was added", "added.ts", ""],
  ])("runs the current program after %s", async (_case, changed, source) => {
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

  it("reports the line of the source at which an error was thrown", async () => {
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

  it("reports the file and the line that cannot be compiled", async () => {
    const programs = new Programs().write("main.ts", "const = 1;\n");

    const { status, stdout, stderr } = await programs.launch("main.ts");

    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/programs-[^/]+\/main\.ts:1:6: ERROR: Expected identifier but found "="/);
  });

  it("compiles the sources again if a cache entry is incomplete", async () => {
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

  it("runs a program in strict mode, like the functions and the tests", async () => {
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

  it("resolves every package from the root, because no workspace has its own version of a package", () => {
    const { packages } = JSON.parse(readFileSync(join(repositoryFolder, "package-lock.json"), "utf8"));

    const places = Object.keys(packages);

    expect(places).toContain("packages/stack-server");
    expect(places.filter((place) => /^(?!node_modules\/).+\/node_modules\//.test(place))).toEqual([]);
  });

  it("compiles the program again if tsconfig.json has changed", async () => {
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

describe("the cache of the launcher", () => {
  const name = `kept-${randomUUID()}`;
  folders.push(name);
  const input = join(mkdtempSync(join(tmpdir(), "kept-")), "source.txt");
  const told = relative(repositoryFolder, input);
  const read = () => readKept(name, "key")?.toString();
  const longAgo = () => utimesSync(input, 1, 1);

  it("returns an entry until an input file changes", async () => {
    writeFileSync(input, "one");
    await later();
    keep(name, "key", Buffer.from("built"), { inputs: [told], startedAt: Date.now() });

    expect(read()).toBe("built");
    expect(readKept(name, "another key")).toBeUndefined();
    writeFileSync(input, "two");
    expect(read()).toBeUndefined();
  });

  it("rejects an entry if an input file changed during the build, because the build may have read the old content", async () => {
    const startedAt = Date.now();
    await later();
    writeFileSync(input, "three");
    longAgo();
    keep(name, "key", Buffer.from("built of two"), { inputs: [told], startedAt });

    expect(read()).toBeUndefined();
  });

  it("rejects an entry that is incomplete, or whose input file does not exist", async () => {
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
