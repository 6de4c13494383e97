import { createHash } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { type BuildOptions, buildSync, type OutputFile } from "esbuild";
import { repositoryFolder } from "../repository";
import { UserError } from "../user-error";

/** The oldest Node that runs the bundle: the local run takes the very file that is deployed. */
const target = "node20";

/** Lets CommonJS packages inside the ES module ask for modules of Node. */
const requireOfNode =
  'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

/**
 * Where the SDK looks for credentials when the environment has none, as on a person's own machine. Lambda always
 * sets them there, so these are asked for never, and a tenth of the bundle is not theirs:
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
const credentialsOfPeople = ["ini", "process", "sso", "web-identity"].map(
  (source) => `@aws-sdk/credential-provider-${source}`,
);

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
  try {
    const { outputFiles } = buildSync({
      entryPoints: { ...entries },
      absWorkingDir: repositoryFolder,
      // Nothing is written; the outputs only need names.
      outdir: outputFolder,
      write: false,
      bundle: true,
      minify: true,
      format: "esm",
      platform: "node",
      target: target,
      // The ES module of a package shakes better than its CommonJS one: half the size with the AWS SDK.
      mainFields: ["module", "main"],
      external: credentialsOfPeople,
      banner: { js: requireOfNode },
      legalComments: "none",
      charset: "utf8",
      logLevel: "silent",
      ...sourceMapOptions(),
    });
    keepSourceMaps(outputFiles);
    const modules = outputFiles
      .filter(({ path }) => path.endsWith(".js"))
      .map((file) => [basename(file.path, ".js"), file.contents]);
    // One output an entry, named after it.
    return Object.fromEntries(modules) as Record<Name, Uint8Array>;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`The functions could not be packed: ${reason}`, { cause: error });
  }
}

const outputFolder = "bundles";

/**
 * Names the folder that the local run wants source maps in. A module does not name its map and has the same bytes
 * with and without one, so a map is found by the SHA-256 of its module: `<hex>.map`.
 */
const sourceMapsFolder = "LOCAL_RUN_SOURCE_MAPS";

function sourceMapOptions(): Pick<BuildOptions, "sourcemap" | "sourcesContent" | "sourceRoot"> {
  return process.env[sourceMapsFolder] === undefined
    ? {}
    : {
        sourcemap: "external",
        sourcesContent: false,
        sourceRoot: `${pathToFileURL(join(repositoryFolder, outputFolder)).href}/`,
      };
}

function keepSourceMaps(outputFiles: readonly OutputFile[]): void {
  const folder = process.env[sourceMapsFolder];
  if (folder === undefined) {
    return;
  }
  mkdirSync(folder, { recursive: true });
  for (const { path, contents } of outputFiles.filter((file) => file.path.endsWith(".js"))) {
    const map = outputFiles.find((file) => file.path === `${path}.map`);
    if (map !== undefined) {
      writeFileSync(join(folder, `${createHash("sha256").update(contents).digest("hex")}.map`), map.contents);
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
