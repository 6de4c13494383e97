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

/** The oldest Node that runs the bundle: the local run takes the very file that is deployed. */
const target = "node20";

/** Lets CommonJS packages inside the ES module ask for modules of Node. */
const requireOfNode =
  'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

/**
 * Where the SDK looks for credentials when the environment has none, as on a person's own machine, in a container or
 * on a server. Lambda always sets them there, so these are asked for never, and a tenth of the bundle is not theirs:
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
const credentialsElsewhere = [
  ...["http", "ini", "process", "sso", "web-identity"].map(
    (source) => `@aws-sdk/credential-provider-${source}`,
  ),
  "@smithy/credential-provider-imds",
];

/**
 * One minified ES module for each entry, with all that it imports, the AWS SDK too. The entries are built
 * together, for what they share is then read once.
 * @param entries absolute paths of TypeScript files, by the names of their modules
 * @throws UserError naming what is missing, or what esbuild says
 */
export function bundle<Name extends string>(
  entries: Readonly<Record<Name, string>>,
): Readonly<Record<Name, Uint8Array>> {
  refuseMissing(Object.values(entries));
  const { [sourceMapsFolder]: sourceMaps } = process.env;
  const options: BuildOptions = {
    entryPoints: { ...entries },
    absWorkingDir: repositoryFolder,
    // Nothing is written; the outputs only need names.
    outdir: outputFolder,
    write: false,
    bundle: true,
    minify: true,
    metafile: true,
    format: "esm",
    platform: "node",
    target,
    // The ES module of a package shakes better than its CommonJS one: half the size with the AWS SDK.
    mainFields: ["module", "main"],
    external: credentialsElsewhere,
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
  // One output an entry, named after it.
  return Object.fromEntries(modules.map(([file, content]) => [basename(file, ".js"), content])) as Record<
    Name,
    Uint8Array
  >;
}

/** Runs esbuild, from the repository's folder. */
const builder = "constructs/functions/lean-build.cjs";
const builderOfWidget = "constructs/functions/built-widget.cjs";

const outputFolder = "bundles";

/** The files that esbuild would write, by their names. */
type Outputs = Readonly<Record<string, Uint8Array>>;

/** A synth and a local run, which wants source maps, do not take each other's place. */
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
    throw new UserError(`The functions could not be packed: ${reason}`, { cause: error });
  }
  const { outputs, inputs } = deserialize(stdout) as { readonly outputs: Outputs; readonly inputs: string[] };
  keep(keptName(options), JSON.stringify(options), serialize(outputs), {
    inputs: [builder, builderOfWidget, ...inputs],
    startedAt,
  });
  return outputs;
}

/**
 * Names the folder that the local run wants source maps in. A module does not name its map and has the same bytes
 * with and without one, so a map is found by the SHA-256 of its module: `<hex>.map`.
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
    throw new UserError(`No such file: ${missing.join(", ")}; wanted the entry of a function, to pack it.`);
  }
}
