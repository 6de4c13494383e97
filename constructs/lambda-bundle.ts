import { existsSync } from "node:fs";
import { basename, relative } from "node:path";
import { buildSync } from "esbuild";
import { REPOSITORY } from "../settings/settings";
import { UserError } from "../settings/user-error";

/** The oldest Node that runs the bundle: the local run takes the very file that is deployed. */
const TARGET = "node20";

/** Lets CommonJS packages inside the ES module ask for modules of Node. */
const REQUIRE =
  'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

/**
 * Where the SDK looks for credentials when the environment has none, as on a person's own machine. Lambda always
 * sets them there, so these are asked for never, and a tenth of the bundle is not theirs:
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
const CREDENTIALS_OF_PEOPLE = ["ini", "process", "sso", "web-identity"].map(
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
      absWorkingDir: REPOSITORY,
      // Nothing is written; the outputs only need names.
      outdir: "bundles",
      write: false,
      bundle: true,
      minify: true,
      format: "esm",
      platform: "node",
      target: TARGET,
      // The ES module of a package shakes better than its CommonJS one: half the size with the AWS SDK.
      mainFields: ["module", "main"],
      external: CREDENTIALS_OF_PEOPLE,
      banner: { js: REQUIRE },
      legalComments: "none",
      charset: "utf8",
      logLevel: "silent",
    });
    const modules = outputFiles.map((file) => [basename(file.path, ".js"), file.contents]);
    // One output an entry, named after it.
    return Object.fromEntries(modules) as Record<Name, Uint8Array>;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`The functions could not be packed: ${reason}`, { cause: error });
  }
}

function refuseMissing(entries: readonly string[]): void {
  const missing = entries.filter((entry) => !existsSync(entry)).map((entry) => relative(REPOSITORY, entry));
  if (missing.length > 0) {
    throw new UserError(`No such file: ${missing.join(", ")}; wanted the entry of a function, to pack it.`);
  }
}
