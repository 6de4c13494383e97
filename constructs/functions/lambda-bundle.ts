import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { deserialize, serialize } from "node:v8";
import type { BuildOptions } from "esbuild";
import { keep, readKept } from "../../launcher/keep.cjs";
import { repositoryFolder } from "../repository";
import { UserError } from "../user-error";

/** The oldest Node.js that can run the bundle. Lambda's is newer, but a local run uses the same file. */
const target = "node20";

/** Lets CommonJS packages inside the ES module load built-in modules of Node.js. */
const requireOfNode =
  'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

/**
 * Bundles each entry into one minified ES module with everything that it imports, including the AWS SDK. The entries
 * are built together, so that shared sources are read once.
 * @param entries absolute paths of TypeScript files, by the names of their modules
 * @throws UserError with the missing file, or with esbuild's message
 */
export function bundle<Name extends string>(
  entries: Readonly<Record<Name, string>>,
): Readonly<Record<Name, Uint8Array>> {
  refuseMissing(Object.values(entries));
  const { [sourceMapsFolder]: sourceMaps } = process.env;
  const options: BuildOptions = {
    entryPoints: { ...entries },
    absWorkingDir: repositoryFolder,
    // esbuild writes no files, but its outputs need names.
    outdir: outputFolder,
    write: false,
    bundle: true,
    minify: true,
    metafile: true,
    format: "esm",
    platform: "node",
    target,
    // esbuild removes more unused code from ES modules than from CommonJS modules. This halves the size of the bundle.
    mainFields: ["module", "main"],
    banner: { js: requireOfNode },
    legalComments: "none",
    charset: "utf8",
    logLevel: "silent",
    ...(sourceMaps !== undefined && sourceMapOptions),
  };
  const outputs = readKeptOutputs(options) ?? build(options);
  if (sourceMaps !== undefined) {
    writeSourceMaps(outputs, sourceMaps);
  }
  const modules = Object.entries(outputs).filter(([file]) => file.endsWith(".js"));
  // There is one output for each entry, named after it.
  return Object.fromEntries(modules.map(([file, content]) => [basename(file, ".js"), content])) as Record<
    Name,
    Uint8Array
  >;
}

/** The program that runs esbuild, relative to the repository's folder. */
const builder = "constructs/functions/lean-build.cjs";
const builderOfWidget = "constructs/functions/built-widget.cjs";

const outputFolder = "bundles";

/** The files that esbuild would write, by name. */
type Outputs = Readonly<Record<string, Uint8Array>>;

/** Returns the name of stored outputs. A local run, which has source maps, does not replace the outputs of a synth. */
function keptName({ entryPoints = {}, sourcemap }: BuildOptions): string {
  return [...Object.keys(entryPoints), ...(sourcemap === undefined ? [] : ["maps"])].join("-");
}

function readKeptOutputs(options: BuildOptions): Outputs | undefined {
  const kept = readKept(keptName(options), JSON.stringify(options));
  return kept && (deserialize(kept) as Outputs);
}

function build(options: BuildOptions): Outputs {
  const startedAt = Date.now();
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [join(repositoryFolder, builder)], {
    input: JSON.stringify(options),
    maxBuffer: Number.POSITIVE_INFINITY,
  });
  if (status !== 0) {
    const reason = error?.message ?? stderr.toString();
    throw new UserError(`The functions could not be bundled: ${reason}`, { cause: error });
  }
  const { outputs, inputs } = deserialize(stdout) as { readonly outputs: Outputs; readonly inputs: string[] };
  keep(keptName(options), JSON.stringify(options), serialize(outputs), {
    inputs: [builder, builderOfWidget, ...inputs],
    startedAt,
  });
  return outputs;
}

/**
 * The environment variable with the folder for the local run's source maps. A module does not name its map, so that its
 * bytes are the same with and without a map. The name of a map is the SHA-256 of its module: `<hex>.map`.
 */
const sourceMapsFolder = "LOCAL_RUN_SOURCE_MAPS";

const sourceMapOptions = {
  sourcemap: "external",
  sourcesContent: false,
  sourceRoot: `${pathToFileURL(join(repositoryFolder, outputFolder)).href}/`,
} as const satisfies BuildOptions;

function writeSourceMaps(outputs: Outputs, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [file, content] of Object.entries(outputs)) {
    const map = outputs[`${file}.map`];
    if (map !== undefined) {
      writeFileSync(join(folder, `${createHash("sha256").update(content).digest("hex")}.map`), map);
    }
  }
}

function refuseMissing(entries: readonly string[]): void {
  const missing = entries
    .filter((entry) => !existsSync(entry))
    .map((entry) => relative(repositoryFolder, entry));
  if (missing.length > 0) {
    throw new UserError(
      `Expected the entry file of a function, but it does not exist: ${missing.join(", ")}.`,
    );
  }
}
