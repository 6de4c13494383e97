import { mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { digestFiles } from "../../../playground/live/stack-sources";
import { Synthesizer } from "../../../playground/live/synthesizer";

const outputDirectory = mkdtempSync(join(tmpdir(), "kite-synthesized-"));
const manifest = join(outputDirectory, "manifest.json");
const synthesizer = new Synthesizer({ stage: "dev", outputDirectory });
afterAll(() => synthesizer.close());

/** Returns the time at which the stack in the folder was written. */
const writtenAt = () => statSync(manifest).mtimeMs;

describe("the stack of a local run", () => {
  beforeAll(() => synthesizer.synthesizeUnlessKept());

  it("is reused if its sources have not changed", async () => {
    const before = writtenAt();

    const directory = await synthesizer.synthesizeUnlessKept();

    expect(directory).toBe(join(outputDirectory, "stacks", "kite"));
    expect(writtenAt()).toBe(before);
  });

  it.each(["source-maps", "stacks/kite/assets", "manifest.json"])(
    "is synthesized again if %s does not exist",
    async (part) => {
      const before = writtenAt();
      rmSync(join(outputDirectory, part), { recursive: true });

      await synthesizer.synthesizeUnlessKept();

      expect(writtenAt()).toBeGreaterThan(before);
      expect(readdirSync(join(outputDirectory, "source-maps"))).not.toEqual([]);
      expect(readdirSync(join(outputDirectory, "stacks/kite/assets"))).not.toEqual([]);
    },
  );

  it("is synthesized again for another stage", async () => {
    const other = new Synthesizer({ stage: "none", outputDirectory });

    await expect(other.synthesizeUnlessKept()).rejects.toThrow(/--stage: .*received "none"/);
  });
});

describe("the digest of the stack's sources", () => {
  it("covers the targets of links", () => {
    const folder = mkdtempSync(join(tmpdir(), "sources-"));
    const target = join(mkdtempSync(join(tmpdir(), "target-")), "deployment.json");
    writeFileSync(target, "one");
    symlinkSync(target, join(folder, "linked.json"));
    const before = digestFiles([folder]);

    writeFileSync(target, "two");

    expect(digestFiles([folder])).not.toBe(before);
  });

  it("skips missing paths and broken links", () => {
    const folder = mkdtempSync(join(tmpdir(), "sources-"));
    symlinkSync("/nowhere", join(folder, "broken"));

    expect(digestFiles([folder, "/nowhere"])).toBe(digestFiles([]));
  });
});
