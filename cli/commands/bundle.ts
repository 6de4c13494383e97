import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { everyFunction, type FunctionRole, functionRoles } from "../../constructs/account/physical-names";
import { repositoryFolder } from "../../constructs/repository";
import { defineCommand, UsageError } from "../command";
import { say, writeTo } from "../output";

/**
 * Entry point of the zip with all functions. It selects a module by the variable that sets the function's name in logs.
 */
const chooseModule =
  "const { handler } = await import(`./${process.env.POWERTOOLS_SERVICE_NAME}.mjs`);\nexport { handler };\n";

export const command = defineCommand({
  group: "pipeline",
  summary: "Packages the functions in the same way as a deploy.",
  details: "The same sources result in the same bytes. Name a folder, or use --asset.",
  arguments: {
    folder: {
      help: "folder for request-dispatcher.zip, outbox.zip, lifecycle-handler.zip and widget.zip",
      optional: true,
    },
  },
  options: {
    asset: { help: "writes function.zip next to package.json: one zip for all functions" },
  },
  run: ({ folder }, { asset }) => {
    if (asset ? folder !== undefined : folder === undefined) {
      const got = [...(asset ? ["--asset"] : []), ...(folder === undefined ? [] : [folder])].join(" ");
      throw new UsageError(
        `Expected <folder> or --asset, received ${got === "" ? "no argument" : `"${got}"`}.`,
      );
    }
    return folder === undefined ? writeAsset() : writeZips(resolve(folder));
  },
});

function writeAsset(): void {
  const modules = pack();
  write(join(repositoryFolder, "function.zip"), {
    "index.mjs": new TextEncoder().encode(chooseModule),
    ...Object.fromEntries(functionRoles.map((role) => [`${role}.mjs`, modules[role]])),
  });
}

function writeZips(folder: string): void {
  const modules = pack();
  writeTo(folder, () => {
    mkdirSync(folder, { recursive: true });
    for (const role of functionRoles) {
      write(join(folder, `${role}.zip`), { "index.mjs": modules[role] });
    }
  });
}

function pack(): Readonly<Record<FunctionRole, Uint8Array>> {
  const {
    bundle,
  }: typeof import("../../constructs/functions/lambda-bundle") = require("../../constructs/functions/lambda-bundle");
  return bundle(everyFunction((role) => join(repositoryFolder, "lambda-src", role, "index.ts")));
}

function write(path: string, files: Readonly<Record<string, Uint8Array>>): void {
  const {
    deterministicZip,
  }: typeof import("../../constructs/functions/deterministic-zip") = require("../../constructs/functions/deterministic-zip");
  const zip = deterministicZip(files);
  writeFileSync(path, zip);
  say(`${relative(process.cwd(), path)}: ${Math.ceil(zip.byteLength / 1024)} KB`);
}
