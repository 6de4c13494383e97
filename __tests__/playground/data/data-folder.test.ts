import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { markerFile, takeDataFolder } from "../../../playground/data/data-folder";

const newFolder = () => mkdtempSync(join(tmpdir(), "kite-folder-"));
const fill = (folder: string, files: readonly string[]) => {
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), "");
  }
};
const take = (path: string | undefined, rest: { fresh?: boolean; defaultFolder?: string } = {}) =>
  takeDataFolder({ path, defaultFolder: "/nowhere/.kite", fresh: false, ...rest });

const data = [
  "data/dynamodb.sqlite",
  "data/dynamodb.sqlite-wal",
  "data/engine.json",
  `data/buckets/dev-files/${"a".repeat(64)}.json`,
  "data/buckets/dev-files/00000000-0000-4000-8000-000000000000.bytes",
];

describe("a data folder", () => {
  it.each([
    ["that does not exist yet, in a missing parent folder,", () => join(newFolder(), "made", "on", "demand")],
    ["that is empty", newFolder],
  ])("%s gets a marker file and a lock", (_, make) => {
    const folder = make();

    const taken = take(folder);

    expect(taken).toMatchObject({
      outputDirectory: join(folder, "stack"),
      dataDirectory: join(folder, "data"),
    });
    expect(readdirSync(folder)).toEqual([markerFile, "run.lock"]);
    taken.release();
    expect(readdirSync(folder)).toEqual([markerFile]);
  });

  it("is reused by a later run, with its data", () => {
    const folder = newFolder();
    take(folder).release();
    fill(folder, data);

    take(folder).release();

    expect(data.filter((file) => !existsSync(join(folder, file)))).toEqual([]);
  });

  it.each([false, true])(
    "that Kite did not create is rejected and not changed, even with fresh: %s",
    (fresh) => {
      const folder = newFolder();
      fill(folder, [...data, "data/thesis.txt"]);

      const attempt = () => take(folder, { fresh });

      expect(attempt).toThrow(`--data ${folder}: this folder contains files, and Kite did not create it`);
      expect(readdirSync(folder)).toEqual(["data"]);
      expect([...data, "data/thesis.txt"].filter((file) => !existsSync(join(folder, file)))).toEqual([]);
    },
  );

  it.each([
    ["without --data", () => undefined],
    ["with --data", (folder: string) => folder],
  ])("that is the default folder may contain files of Kite's other commands, %s", (_, pathOf) => {
    const defaultFolder = newFolder();
    fill(defaultFolder, ["data/dynamodb.sqlite", "sweep/server.log"]);

    take(pathOf(defaultFolder), { defaultFolder, fresh: true }).release();

    expect(readdirSync(defaultFolder)).toEqual([markerFile, "sweep"]);
  });

  it("loses only the data of earlier runs with fresh", () => {
    const folder = newFolder();
    take(folder).release();
    const own = ["data/thesis.txt", "data/buckets/dev-files/cat.png", "stack/manifest.json"];
    fill(folder, [...data, ...own, "data/buckets/empty-soon/.keep"]);
    const elsewhere = newFolder();
    fill(elsewhere, [`${"b".repeat(64)}.json`]);
    symlinkSync(elsewhere, join(folder, "data/buckets/linked"));

    take(folder, { fresh: true }).release();

    expect(data.filter((file) => existsSync(join(folder, file)))).toEqual([]);
    expect(own.filter((file) => !existsSync(join(folder, file)))).toEqual([]);
    expect(readdirSync(elsewhere)).toHaveLength(1);
  });

  it.each([
    ["/dev/null/kite", "ENOTDIR"],
    // Node's mkdir with `recursive` never returns for this path.
    ["/proc/kite/data", "ENOENT"],
  ])("at the invalid path %s is rejected with the reason", (path, code) => {
    expect(() => take(path)).toThrow(`--data ${path}: this folder cannot be used (${code}`);
  });

  it("that is a file is rejected with the reason", () => {
    const folder = newFolder();
    fill(folder, ["file"]);

    expect(() => take(join(folder, "file"))).toThrow("this folder cannot be used (ENOTDIR");
  });

  it("that another run uses is rejected and not changed", async () => {
    const folder = newFolder();
    take(folder).release();
    fill(folder, data);
    const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000); console.log(1)"]);
    await once(other.stdout, "data");
    const commandLine = `${process.execPath} -e setInterval(() => {}, 1000); console.log(1)`;
    writeFileSync(join(folder, "run.lock"), JSON.stringify({ pid: other.pid, commandLine }));

    const attempt = () => take(folder, { fresh: true });

    expect(attempt).toThrow(`Another run uses this folder (process ${other.pid},`);
    expect(data.filter((file) => !existsSync(join(folder, file)))).toEqual([]);
    other.kill();
    await once(other, "exit");
    attempt().release();
    expect(data.filter((file) => existsSync(join(folder, file)))).toEqual([]);
  });

  it.each([
    ["of a process that has ended", JSON.stringify({ pid: 999_999_999, commandLine: "gone" })],
    ["of another program with the same process id", JSON.stringify({ pid: 1, commandLine: "npm start" })],
    [
      "of an earlier process with this process's id",
      JSON.stringify({ pid: process.pid, commandLine: "npm start" }),
    ],
    ["that is not JSON", "{"],
  ])("with an old lock %s is locked again", (_, lock) => {
    const folder = newFolder();
    fill(folder, [markerFile]);
    writeFileSync(join(folder, "run.lock"), lock);

    take(folder).release();

    expect(readdirSync(folder)).toEqual([markerFile]);
  });
});
