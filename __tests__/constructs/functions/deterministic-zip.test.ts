import { execFileSync } from "node:child_process";
import { unzipSync } from "fflate";
import { deterministicZip } from "../../../constructs/functions/deterministic-zip";
import { repositoryFolder } from "../../../constructs/repository";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("deterministicZip", () => {
  it("returns a zip with the given files", () => {
    const zip = deterministicZip({ "index.mjs": bytes("one"), "a/b.txt": bytes("two") });

    expect(
      Object.entries(unzipSync(zip)).map(([name, content]) => [name, new TextDecoder().decode(content)]),
    ).toEqual([
      ["a/b.txt", "two"],
      ["index.mjs", "one"],
    ]);
  });

  it("returns the same bytes if the files are in another order", () => {
    const one = deterministicZip({ a: bytes("1"), b: bytes("2") });
    const other = deterministicZip({ b: bytes("2"), a: bytes("1") });

    expect(Buffer.from(one).equals(Buffer.from(other))).toBe(true);
  });

  it.each(["UTC", "Pacific/Auckland", "America/St_Johns"])(
    "returns the same bytes in the time zone %s",
    (TZ) => {
      const here = Buffer.from(deterministicZip({ "index.mjs": bytes("export {}") })).toString("hex");
      const code = `process.stdout.write(Buffer.from(require("./constructs/functions/deterministic-zip.ts").deterministicZip({"index.mjs":new TextEncoder().encode("export {}")})).toString("hex"))`;

      const there = execFileSync(process.execPath, ["--import", "tsx", "-e", code], {
        cwd: repositoryFolder,
        env: { ...process.env, TZ },
        encoding: "utf8",
      });

      expect(there).toBe(here);
    },
  );

  it("makes files readable for all users, because Lambda runs as another user", () => {
    const zip = Buffer.from(deterministicZip({ "index.mjs": bytes("x") }));
    const central = zip.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));

    expect(zip.readUInt32LE(central + 38) >>> 16).toBe(0o100644);
    expect(zip.readUInt8(central + 5)).toBe(3);
  });
});
