import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { TemporaryFolder } from "../../../checks/harness/temporary-folder";
import { addRelease, previousScripts } from "../../../cli/widget/release-widget";
import { buildWidget, releasesFolder, widgetScripts } from "../../../constructs/functions/built-widget.cjs";

const folder = mkdtempSync(join(tmpdir(), "kite-releases-"));
const scriptsOf = (release: number) => [
  { name: `widget-${release}.js`, body: Buffer.from(`release ${release}`) },
  { name: `widget-${release}-loader.js`, body: Buffer.from(`loader ${release}`) },
];
const scripts = () => readdirSync(folder).filter((name) => name.endsWith(".br"));

describe("kite release-widget", () => {
  beforeEach(() => {
    jest.spyOn(process.stdout, "write").mockImplementation(() => true);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it("keeps the scripts of the last five releases, each compressed", () => {
    for (let release = 1; release <= 6; release += 1) {
      addRelease(folder, scriptsOf(release));
    }

    expect(scripts()).toHaveLength(10);
    expect(scripts()).not.toContain("widget-1.js.br");
    expect(brotliDecompressSync(readFileSync(join(folder, "widget-2.js.br"))).toString()).toBe("release 2");
  });

  it("reports to the smoke check the scripts of the release before the newest, or of the only release", () => {
    expect(previousScripts(folder)).toEqual(scriptsOf(5).map(({ name }) => name));

    using first = new TemporaryFolder("first-release");
    expect(previousScripts(first.path)).toEqual([]);
    addRelease(first.path, scriptsOf(1));
    expect(previousScripts(first.path)).toEqual(scriptsOf(1).map(({ name }) => name));
  });

  it("changes nothing if the widget is already the newest release", () => {
    addRelease(folder, scriptsOf(6));

    expect(JSON.parse(readFileSync(join(folder, "releases.json"), "utf8"))).toHaveLength(5);
  });
});

it("widget/releases contains the current widget: after a change, run npx kite release-widget", () => {
  const widget = buildWidget();
  const [newest] = JSON.parse(readFileSync(join(releasesFolder, "releases.json"), "utf8")) as string[][];

  expect(newest).toEqual(widget && widgetScripts(widget).map(({ name }) => name));
});
