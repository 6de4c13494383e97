import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { trackedFiles } from "../../cli/security/scan-secrets";
import { builtWidgetModule } from "../../constructs/functions/built-widget.cjs";
import { repositoryFolder } from "../../constructs/repository";
import { buildStack } from "./build";

/** The paths of a push that start build-and-deploy, as a regular expression. */
const pattern = buildStack({})
  .all("aws_codebuild_webhook")
  .flatMap(({ filter_group }) => filter_group as readonly { readonly filter: readonly Filter[] }[])
  .flatMap(({ filter }) => filter)
  .filter(({ type }) => type === "FILE_PATH")
  .map((filter) => filter.pattern)
  .join();

interface Filter {
  readonly type: string;
  readonly pattern: string;
}

const step = readFileSync(join(repositoryFolder, "buildspecs/steps/describe-source.sh"), "utf8");

/** The files and folders whose hash names an artifact. */
const inputs = (/inputs=\(([^)]*)\)/.exec(step)?.[1] ?? "").trim().split(/\s+/);

describe("the hash of the functions' inputs", () => {
  it("covers the widget, and the code that builds it into its function", () => {
    const built = [...builtWidgetModule().inputs, "constructs/functions/built-widget.cjs"];
    const missing = built.filter((file) => !inputs.some((it) => file === it || file.startsWith(`${it}/`)));

    expect(built.length).toBeGreaterThan(30);
    expect(missing).toEqual([]);
  });

  it("covers all modules of this repository that pack the functions", () => {
    const { metafile } = buildSync({
      absWorkingDir: repositoryFolder,
      entryPoints: ["constructs/functions/lambda-bundle.ts", "constructs/functions/lean-build.cjs"],
      bundle: true,
      metafile: true,
      outdir: "unused",
      packages: "external",
      platform: "node",
      write: false,
    });
    const packing = Object.keys(metafile.inputs).filter((file) => file.startsWith("constructs/functions/"));

    expect(packing).toContain("constructs/functions/lean-build.cjs");
    expect(packing.filter((file) => !inputs.includes(file))).toEqual([]);
  });
});

describe("the path filter of build-and-deploy", () => {
  it("matches all files that the hash of the functions' inputs covers, but no docs, stacks or deployment files", () => {
    const files = trackedFiles();
    const hashed = inputs.map((path) => files.filter((file) => file === path || file.startsWith(`${path}/`)));
    expect(inputs.filter((_, index) => hashed[index]?.length === 0)).toEqual([]);
    expect(hashed.flat().length).toBeGreaterThan(100);
    expect(hashed.flat().filter((file) => !new RegExp(pattern).test(file))).toEqual([]);
    expect(
      ["README.md", "docs/package.json", "stacks/kite-stack.ts", "deployments/kite.json"].filter((path) =>
        new RegExp(pattern).test(path),
      ),
    ).toEqual([]);
  });

  it("matches the files of the CLI that the pipeline's commands load at the start", () => {
    const { metafile } = buildSync({
      absWorkingDir: repositoryFolder,
      entryPoints: ["cli/main.ts"],
      bundle: true,
      metafile: true,
      outdir: "unused",
      packages: "external",
      external: ["./commands/*"],
      platform: "node",
      write: false,
    });
    const started = Object.keys(metafile.inputs).filter((file) => file.startsWith("cli/"));

    const files = ["cli/kite.cjs", "launcher/launch.cjs", ...started];
    expect(started).toContain("cli/parse.ts");
    expect(files.filter((file) => !new RegExp(pattern).test(file))).toEqual([]);
  });

  it("contains only paths that still exist", () => {
    const tracked = trackedFiles();

    // Expands the inner parentheses, which results in one pattern for each path.
    const [, alternatives = ""] = /^\^\((.*)\)$/.exec(pattern) ?? [];
    const paths = alternatives.split(/\|(?![^(]*\))/).flatMap((path) => {
      const [, before = "", names = "", after = ""] = /^(.*)\((.*)\)(.*)$/.exec(path) ?? [];
      return names === "" ? [path] : names.split("|").map((name) => `${before}${name}${after}`);
    });

    expect(paths.length).toBeGreaterThan(8);
    expect(paths.filter((path) => !tracked.some((file) => new RegExp(`^${path}`).test(file)))).toEqual([]);
  });
});
