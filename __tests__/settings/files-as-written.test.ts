import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lookUpSettings, readSettings } from "../../settings/settings";
import { settingsFolder, smallest } from "./settings-folder";

const dotenv = "PORT=4001\nHOST=localhost\n";

/** The encodings in which editors save a text, by the names that editors use. */
const encodings: readonly (readonly [string, (text: string) => Buffer])[] = [
  ["UTF-8", (text) => Buffer.from(text)],
  ["UTF-8 with a byte order mark", (text) => Buffer.from(`\uFEFF${text}`)],
  ["UTF-8 with CRLF", (text) => Buffer.from(text.replaceAll("\n", "\r\n"))],
  ["UTF-16 LE, as PowerShell's > writes it", (text) => Buffer.from(`\uFEFF${text}`, "utf16le")],
  ["UTF-16 BE", (text) => Buffer.from(`\uFEFF${text}`, "utf16le").swap16()],
];

describe("the files of the settings", () => {
  it.each(encodings)("are read in %s", (_name, encode) => {
    const directory = settingsFolder();
    writeFileSync(join(directory, ".env"), encode(dotenv));
    const deployment = JSON.stringify({ ...smallest, stateBucket: "states" }, undefined, 2);
    writeFileSync(join(directory, "deployments/kite.json"), encode(deployment));

    const settings = readSettings({ directory, environment: {} });

    expect(settings.variables).toMatchObject({ PORT: 4001, HOST: "localhost" });
    expect(settings.deployment.stateBucket).toBe("states");
  });

  it.each([
    ["plain", "PORT=4001"],
    ["in double quotes", 'PORT="4001"'],
    ["in single quotes", "PORT='4001'"],
    ["with export", "export PORT=4001"],
    ["with spaces around the equals sign", "PORT = 4001"],
    ["indented, with spaces at the end", "  PORT=4001  "],
    ["in quotes, followed by a comment", 'PORT="4001" # the local run'],
    ["without quotes, followed by a comment", "PORT=4001 # the local run"],
    ["in quotes with spaces inside", 'PORT=" 4001 "'],
  ])("accept a value %s", (_case, line) => {
    const directory = settingsFolder(smallest, `# mine\n\n${line}\nHOST=localhost`);

    const { variables } = readSettings({ directory, environment: {} });

    expect(variables).toMatchObject({ PORT: 4001, HOST: "localhost" });
  });

  it.each<[string, Buffer]>([
    ["UTF-16 without a byte order mark", Buffer.from(dotenv, "utf16le")],
    ["another encoding", Buffer.from("HOST=caf\u00e9\n", "latin1")],
    ["half a character of UTF-16", Buffer.from([0xff, 0xfe, 0x41])],
  ])("are rejected in %s", (_case, bytes) => {
    const directory = settingsFolder();
    writeFileSync(join(directory, ".env"), bytes);
    writeFileSync(join(directory, "deployments/kite.json"), bytes);

    const received = "a file that is neither UTF-8 nor UTF-16 with a byte order mark";
    expect(faultsOf(directory)).toEqual([
      expect.objectContaining({ source: "deployments/kite.json", kind: "wrong", received }),
      expect.objectContaining({ source: ".env", kind: "wrong", received }),
    ]);
  });

  it.each<[string, string, (path: string) => void]>([
    ["the file is a folder", "a folder", (path) => mkdirSync(path)],
    [
      "the file is a link to a missing file",
      "a symbolic link that leads nowhere",
      (path) => symlinkSync("gone", path),
    ],
    [
      "the file is a link to itself",
      "a symbolic link that leads to itself",
      (path) => symlinkSync(path, path),
    ],
  ])("are rejected if they exist but cannot be read: %s", (_case, received, make) => {
    const directory = settingsFolder();
    rmSync(join(directory, "deployments/kite.json"));
    make(join(directory, ".env"));
    make(join(directory, "deployments/kite.json"));

    expect(faultsOf(directory)).toEqual([
      expect.objectContaining({ source: "deployments/kite.json", kind: "wrong", received }),
      expect.objectContaining({ source: ".env", kind: "wrong", received }),
    ]);
  });

  it("are complete without .env, but not without the deployment file", () => {
    const directory = settingsFolder();
    rmSync(join(directory, "deployments/kite.json"));

    expect(faultsOf(directory)).toEqual([
      expect.objectContaining({
        source: "deployments/kite.json",
        kind: "missing",
        received: "no such file",
        where: "git checkout deployments/kite.json, or copy the example from docs/deploy.md",
      }),
    ]);
  });

  it("may be empty, except the deployment file", () => {
    const directory = settingsFolder("", "");

    expect(faultsOf(directory)).toEqual([
      expect.objectContaining({ received: expect.stringMatching(/^invalid JSON/) }),
    ]);
  });
});

describe("a key that appears twice in a deployment file", () => {
  const start = '{ "account": "123456789012", "region": "eu-west-1", "app": "kite"';

  it.each([
    ["at the top level", `${start}, "app": "heron" }`, ["app"]],
    ["with the same value", `${start}, "app": "kite" }`, ["app"]],
    ["written with an escape", `${start}, "\\u0061pp": "heron" }`, ["app"]],
    [
      "in a stage",
      `${start}, "stages": { "dev": { "retentionDays": 1, "retentionDays": 2 } } }`,
      ["stages.dev.retentionDays"],
    ],
    [
      "three times, indented by tabs",
      `${start},\n\t"stages": {\n\t"dev": {}, "dev": {}, "dev": {} } }`,
      ["stages.dev"],
    ],
    [
      "next to another repeated key",
      `${start}, "app": "kite", "stages": { "dev": {}, "dev": {} } }`,
      ["app", "stages.dev"],
    ],
  ])("is reported with its path: %s", (_case, text, names) => {
    const faults = faultsOf(settingsFolder(text));

    expect(faults.map(({ name, received }) => [name, received])).toEqual(
      names.map((name) => [name, "the key more than once"]),
    );
  });

  it("is not reported if each of two objects has the key once", () => {
    const text = `${start}, "prodStage": true, "stages": { "dev": { "protect": false }, "prod": { "protect": true } } }`;

    expect(faultsOf(settingsFolder(text))).toEqual([]);
  });
});

function faultsOf(directory: string) {
  const lookup = lookUpSettings({ directory, environment: {} });
  return "faults" in lookup ? lookup.faults : [];
}
