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
    ["that is absent, with those above it", () => join(newFolder(), "made", "on", "demand")],
    ["that is empty", newFolder],
  ])("%s is made, marked and locked", (_, make) => {
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

  it("is taken again by a later run, with its data", () => {
    const folder = newFolder();
    take(folder).release();
    fill(folder, data);

    take(folder).release();

    expect(data.filter((file) => !existsSync(join(folder, file)))).toEqual([]);
  });

  it.each([false, true])("that Kite did not make is refused and left as it is, fresh: %s", (fresh) => {
    const folder = newFolder();
    fill(folder, [...data, "data/thesis.txt"]);

    const attempt = () => take(folder, { fresh });

    expect(attempt).toThrow(`--data ${folder}: this folder holds files, and Kite did not make it`);
    expect(readdirSync(folder)).toEqual(["data"]);
    expect([...data, "data/thesis.txt"].filter((file) => !existsSync(join(folder, file)))).toEqual([]);
  });

  it.each([
    ["without --data", () => undefined],
    ["with --data", (folder: string) => folder],
  ])("that is the default one may hold what other scripts of Kite wrote, %s", (_, pathOf) => {
    const defaultFolder = newFolder();
    fill(defaultFolder, ["data/dynamodb.sqlite", "sweep/server.log"]);

    take(pathOf(defaultFolder), { defaultFolder, fresh: true }).release();

    expect(readdirSync(defaultFolder)).toEqual([markerFile, "sweep"]);
  });

  it("loses the data of earlier runs when it is asked to, and nothing else", () => {
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
    // Node's own mkdir with `recursive` never returns here.
    ["/proc/kite/data", "ENOENT"],
  ])("at the impossible path %s is refused in a sentence", (path, code) => {
    expect(() => take(path)).toThrow(`--data ${path}: the folder cannot be used (${code}`);
  });

  it("that is a file is refused in a sentence", () => {
    const folder = newFolder();
    fill(folder, ["file"]);

    expect(() => take(join(folder, "file"))).toThrow("the folder cannot be used (ENOTDIR");
  });

  it("that another run uses is refused, and loses nothing", async () => {
    const folder = newFolder();
    take(folder).release();
    fill(folder, data);
    const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000); console.log(1)"]);
    await once(other.stdout, "data");
    const commandLine = `${process.execPath} -e setInterval(() => {}, 1000); console.log(1)`;
    writeFileSync(join(folder, "run.lock"), JSON.stringify({ pid: other.pid, commandLine }));

    const attempt = () => take(folder, { fresh: true });

    expect(attempt).toThrow(`Another run uses this folder (process ${other.pid};`);
    expect(data.filter((file) => !existsSync(join(folder, file)))).toEqual([]);
    other.kill();
    await once(other, "exit");
    attempt().release();
    expect(data.filter((file) => existsSync(join(folder, file)))).toEqual([]);
  });

  it.each([
    ["of a process that is gone", JSON.stringify({ pid: 999_999_999, commandLine: "gone" })],
    ["of another program with the process id", JSON.stringify({ pid: 1, commandLine: "npm start" })],
    ["of an earlier process with our id", JSON.stringify({ pid: process.pid, commandLine: "npm start" })],
    ["that is broken", "{"],
  ])("is taken over from a lock %s", (_, lock) => {
    const folder = newFolder();
    fill(folder, [markerFile]);
    writeFileSync(join(folder, "run.lock"), lock);

    take(folder).release();

    expect(readdirSync(folder)).toEqual([markerFile]);
  });
});
