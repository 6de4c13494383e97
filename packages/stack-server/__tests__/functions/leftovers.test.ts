import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "../../src/clock";
import { startFunctions } from "../../src/functions/runtime";
import { silentLog } from "../../src/log";
import { eventually, type Sample, type SampleFunctions, startSamples } from "./sample-functions";

let samples: SampleFunctions;

afterEach(() => samples.stop());

/** Starts a function `sample` whose module is `source`. */
async function start(source: string, rest: Partial<Sample> = {}) {
  samples = await startSamples({ sample: { files: { "index.mjs": source }, ...rest } });
  return samples.runtime;
}

describe("the output of a function", () => {
  it("is logged line by line under the function's name", async () => {
    const runtime = await start(
      `export const handler = async () => { console.log("one\\ntwo"); console.error("three"); };`,
    );

    await runtime.invoke("sample", {});
    await eventually(() => samples.entries.length >= 3);

    expect(samples.entries).toEqual(
      expect.arrayContaining([
        { level: "info", source: "sample", message: "one" },
        { level: "info", source: "sample", message: "two" },
        { level: "error", source: "sample", message: "three" },
      ]),
    );
  });

  it.each([
    ["fetch", "void fetch(event.url).catch(() => undefined);"],
    ["http", "http.get(event.url).on('error', () => undefined);"],
  ])("includes a warning about an open request by %s, without its path", async (_, statement) => {
    const runtime = await start(`import http from "node:http"; import net from "node:net";
      const server = net.createServer(() => undefined);
      const port = await new Promise((r) => server.listen(0, "127.0.0.1", () => r(server.address().port)));
      export const handler = async () => { const event = { url: \`http://127.0.0.1:\${port}/bot12345/secret\` }; ${statement}
        await new Promise((r) => setTimeout(r, 50)); };`);

    await runtime.invoke("sample", {});
    await eventually(() => samples.entries.length > 0);

    expect(samples.entries).toEqual([
      expect.objectContaining({
        level: "warn",
        source: "sample",
        message: expect.stringMatching(/had finished \(GET 127\.0\.0\.1:\d+\)/),
      }),
    ]);
    expect(JSON.stringify(samples.entries)).not.toContain("secret");
  });

  it.each([
    ["fetch", "await (await fetch(url)).text();"],
    ["http", "await new Promise((r) => http.get(url, (answer) => answer.resume().on('end', r)));"],
  ])("is empty if a request by %s was awaited", async (_, statement) => {
    const runtime = await start(`import http from "node:http";
      const server = http.createServer((_, answer) => answer.end("done"));
      const port = await new Promise((r) => server.listen(0, "127.0.0.1", () => r(server.address().port)));
      export const handler = async () => { const url = \`http://127.0.0.1:\${port}/\`; ${statement} };`);

    for (let i = 0; i < 5; i++) {
      expect((await runtime.invoke("sample", {})).ok).toBe(true);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));

    expect(samples.entries).toEqual([]);
  });
});

describe("a package", () => {
  it("is unpacked once under the hash of its bytes", async () => {
    await start("export const handler = async () => 1;");

    const directory = join(samples.directory, "work", "sample");
    const [hash = ""] = readdirSync(directory);
    expect(readdirSync(directory)).toEqual([expect.stringMatching(/^[0-9a-f]{16}$/)]);
    expect(existsSync(join(directory, hash, "index.mjs"))).toBe(true);
    expect(readFileSync(join(directory, hash, "package.json"), "utf8")).toBe("{}");
  });

  it("with a path outside its directory is rejected", async () => {
    await start("export const handler = async () => 1;");

    const refused = startSamples({ evil: { files: { "../../evil.mjs": "" } } });

    await expect(refused).rejects.toThrow(
      "The package of function evil contains ../../evil.mjs, which is a path outside the package.",
    );
  });

  it.each([
    ["is missing", () => rmSync(samples.models[0]?.packagePath ?? ""), "cannot be read from"],
    [
      "is not a zip file",
      () => writeFileSync(samples.models[0]?.packagePath ?? "", "text"),
      "is not a zip file:",
    ],
  ])("that %s is rejected, and the error names it", async (_, spoil, message) => {
    await start("export const handler = async () => 1;");
    spoil();

    const refused = startFunctions({
      functions: samples.models,
      environment: {},
      workDirectory: join(samples.directory, "work"),
      clock: systemClock,
      log: silentLog,
    });

    await expect(refused).rejects.toThrow(new RegExp(`The package of function sample ${message}`));
  });
});
