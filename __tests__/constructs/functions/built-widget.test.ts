import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { TemporaryFolder } from "../../../checks/harness/temporary-folder";
import { addRelease } from "../../../cli/widget/release-widget";
import {
  buildWidget,
  builtWidgetModule,
  releasesFolder,
  widgetScripts,
} from "../../../constructs/functions/built-widget.cjs";
import type { BuiltWidget } from "../../../lambda-src/widget/built-widget";

/** Returns the scripts that a deploy serves, by their names. */
function servedScripts(folder?: string): ReadonlyMap<string, string> {
  const { source } = builtWidgetModule(folder);
  const built = JSON.parse(source.replace(/^export const builtWidget = |;$/g, "")) as BuiltWidget;
  return new Map(
    Object.entries(built.files).map(([name, body]) => [
      name,
      brotliDecompressSync(Buffer.from(body, "base64")).toString(),
    ]),
  );
}

const releaseOf = (release: number) => ({
  name: `widget-000000000000000${release}.js`,
  body: Buffer.from(`release ${release}`),
});

describe("the scripts that a deploy serves", () => {
  it("are those of the last five releases, and those of the widget that is not released yet", () => {
    using folder = new TemporaryFolder("widget-releases");
    jest.spyOn(process.stdout, "write").mockImplementation(() => true);
    for (let release = 1; release <= 6; release += 1) {
      addRelease(folder.path, [releaseOf(release)]);
    }
    jest.restoreAllMocks();

    const scripts = servedScripts(folder.path);

    const kept = [2, 3, 4, 5, 6].map(releaseOf);
    expect(kept.map(({ name }) => scripts.get(name))).toEqual(kept.map(({ body }) => body.toString()));
    expect(scripts.has(releaseOf(1).name)).toBe(false);
    const widget = buildWidget();
    const current = widget ? widgetScripts(widget).map(({ name }) => name) : [];
    expect(current.length).toBeGreaterThan(0);
    expect([...scripts.keys()].sort()).toEqual([...kept.map(({ name }) => name), ...current].sort());
  });

  it("are each script of widget/releases, with the bytes that its name is the hash of", () => {
    const released = (
      JSON.parse(readFileSync(join(releasesFolder, "releases.json"), "utf8")) as readonly string[][]
    ).flat();

    const scripts = servedScripts();

    const hashes = released.map((name) => {
      const hash = createHash("sha256")
        .update(scripts.get(name) ?? "")
        .digest("hex");
      return `widget-${hash.slice(0, 16)}.js`;
    });
    expect(hashes).toEqual(released);
  });
});
