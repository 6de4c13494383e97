import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { unzipSync } from "fflate";
import { Clone, type Run } from "../../main/clone";

const functionRoles = ["lifecycle-handler", "outbox", "request-dispatcher", "widget"];
const zips = functionRoles.map((role) => `${role}.zip`);
const clone = new Clone();

function bundle(...arguments_: string[]): Promise<Run> {
  return clone.kite(["bundle", ...arguments_]);
}

function zip(path: string): Buffer {
  return readFileSync(join(clone.directory, path));
}

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(clone.directory, path)), { recursive: true });
  writeFileSync(join(clone.directory, path), content);
}

describe("npx kite bundle", () => {
  let runs: readonly Run[];

  beforeAll(async () => {
    runs = [await bundle("one"), await bundle("two"), await bundle("--asset")];
  });

  it("writes a zip for each function, with the same bytes each time", () => {
    expect(runs.map((run) => run.status)).toEqual([0, 0, 0]);
    expect(readdirSync(join(clone.directory, "one")).sort()).toEqual(zips);
    for (const name of zips) {
      expect(Object.keys(unzipSync(zip(`one/${name}`)))).toEqual(["index.mjs"]);
      expect(zip(`one/${name}`).equals(zip(`two/${name}`))).toBe(true);
    }
  });

  it("writes the same zips that a deploy of kite uploads", async () => {
    await clone.synthesize({ KITE_STACKS: "kite" });

    const packages = clone.files("cdktf.out/packages");

    for (const name of zips) {
      expect(packages.get(name)?.equals(zip(`one/${name}`))).toBe(true);
    }
  });

  it("writes one function.zip with the code of all functions with --asset", () => {
    const files = unzipSync(zip("function.zip"));
    expect(runs[2]).toMatchObject({ status: 0, stdout: expect.stringMatching(/^function\.zip: \d+ KB\n$/) });
    for (const role of functionRoles) {
      const { "index.mjs": alone = new Uint8Array() } = unzipSync(zip(`one/${role}.zip`));
      // Compares bytes, because comparing half a megabyte item by item is slow.
      expect(Buffer.compare(files[`${role}.mjs`] ?? new Uint8Array(), alone)).toBe(0);
    }
  });

  it("creates a function.zip that runs as the function that POWERTOOLS_SERVICE_NAME names", async () => {
    const { "index.mjs": index = new Uint8Array() } = unzipSync(zip("function.zip"));
    // The modules need the environment of a function.
    write("chosen/index.mjs", index);
    for (const role of functionRoles) {
      write(`chosen/${role}.mjs`, `export const handler = () => process.stdout.write("${role}");`);
    }
    write("chosen/call.mjs", 'import { handler } from "./index.mjs";\nhandler();');

    const said = await Promise.all(
      functionRoles.map((role) => clone.node(["chosen/call.mjs"], { POWERTOOLS_SERVICE_NAME: role })),
    );

    expect(said.map(({ stdout }) => stdout)).toEqual(functionRoles);
  });

  it("fails with one line if the target is a file", async () => {
    const { status, stderr } = await bundle("package.json");

    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringMatching(/^"[^"\n]*package\.json" cannot be written \(EEXIST\)[^\n]*\n$/),
    });
  });

  it.each([[[]], [["a", "b"]], [["--asset", "a"]], [["--zip"]]])(
    "rejects the arguments %j with one line",
    async (words) => {
      const run = await bundle(...words);

      expect(run.status).toBe(1);
      expect(run.stderr).toMatch(/^[^\n]+ Run npx kite bundle --help for the usage\.\n$/);
    },
  );
});
