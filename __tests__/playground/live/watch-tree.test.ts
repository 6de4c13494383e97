import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { until } from "../../../packages/bot-api-server/__tests__/bot-api";
import { type TreeWatch, watchTree } from "../../../playground/live/watch-tree";

let folder: string;
let told: (readonly string[])[];
let watch: TreeWatch;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "watch-tree-")));
  mkdirSync(join(folder, "stacks/deep"), { recursive: true });
  write("main.ts", "1");
  write("stacks/deep/one.ts", "1");
  write("beside.ts", "1");
  told = [];
  watch = watchTree({
    paths: [join(folder, "main.ts"), join(folder, "stacks"), join(folder, "later")],
    onChange: (files) => told.push(files.map((file) => relative(folder, file)).sort()),
    restMilliseconds: 30,
  });
});
afterEach(() => {
  watch.close();
  rmSync(folder, { recursive: true, force: true });
});

function write(path: string, text: string): void {
  writeFileSync(join(folder, path), text);
}

const all = () => told.flat();
/** Long enough for the kernel's events and the quiet time. */
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 250));

describe("watchTree", () => {
  it.each<[string, () => void, string]>([
    ["a file is written", () => write("stacks/deep/one.ts", "22"), "stacks/deep/one.ts"],
    ["a single watched file is written", () => write("main.ts", "22"), "main.ts"],
    ["a file is added", () => write("stacks/two.ts", "1"), "stacks/two.ts"],
    ["a file is removed", () => rmSync(join(folder, "stacks/deep/one.ts")), "stacks/deep/one.ts"],
    [
      "an editor replaces a file",
      () => {
        write("stacks/deep/.one.ts.swp", "22");
        renameSync(join(folder, "stacks/deep/.one.ts.swp"), join(folder, "stacks/deep/one.ts"));
      },
      "stacks/deep/one.ts",
    ],
    [
      "a file is added together with its folder",
      () => {
        mkdirSync(join(folder, "stacks/new/newer"), { recursive: true });
        write("stacks/new/newer/three.ts", "1");
      },
      "stacks/new/newer/three.ts",
    ],
    [
      "a watched folder is created after the start",
      () => {
        mkdirSync(join(folder, "later"));
        write("later/four.ts", "1");
      },
      "later/four.ts",
    ],
  ])("reports one change if %s", async (_case, change, file) => {
    change();

    await until(() => told.length > 0);
    await aWhile();
    expect(told).toEqual([[file]]);
  });

  it("reports changes after a folder was deleted and created again, as by a checkout", async () => {
    rmSync(join(folder, "stacks"), { recursive: true });
    await until(() => all().includes("stacks/deep/one.ts"));
    mkdirSync(join(folder, "stacks/deep"), { recursive: true });
    write("stacks/deep/one.ts", "3");
    await until(() => told.length === 2);

    write("stacks/deep/one.ts", "44");

    await until(() => told.length === 3);
    expect(told[2]).toEqual(["stacks/deep/one.ts"]);
  });

  it("reports simultaneous changes in one call", async () => {
    for (let i = 0; i < 50; i += 1) {
      write(`stacks/${i}.ts`, "1");
    }

    await until(() => told.length > 0);
    await aWhile();
    expect(told.map((files) => files.length)).toEqual([50]);
  });

  it.each<[string, () => void]>([
    ["a file that is not watched changes", () => write("beside.ts", "22")],
    ["an editor creates a swap file", () => write("stacks/deep/.one.ts.swp", "22")],
    ["an editor creates a backup file", () => write("stacks/deep/one.ts~", "22")],
    ["a file is only read", () => readFileSync(join(folder, "main.ts"))],
  ])("reports nothing if %s", async (_case, change) => {
    await aWhile();
    told.length = 0;
    change();
    await aWhile();

    expect(told).toEqual([]);
  });

  it("reports nothing after it is closed", async () => {
    watch.close();
    write("main.ts", "22");
    await aWhile();

    expect(told).toEqual([]);
  });
});
