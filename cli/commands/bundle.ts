import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import type { FunctionRole } from "../../constructs/account/physical-names";
import { deterministicZip } from "../../constructs/functions/deterministic-zip";
import { bundle } from "../../constructs/functions/lambda-bundle";
import { REPOSITORY } from "../../constructs/repository";
import { runProgram } from "../../constructs/user-error";
import { parseCommandLine, usageError } from "../../settings/command-line";
import { say } from "../command";

const usage = `npm run bundle -- <folder> | --asset
Packs the functions as a deploy does; the same sources give the same bytes.
  <folder>   gets request-dispatcher.zip, outbox.zip and lifecycle-handler.zip
  --asset    writes function.zip beside package.json: one zip that serves as any of the three`;

const ROLES: readonly FunctionRole[] = ["request-dispatcher", "outbox", "lifecycle-handler"];

/** In a zip for all functions, the one that runs is told by the variable that names it in its logs. */
const CHOOSE_MODULE =
  "const { handler } = await import(`./${process.env.POWERTOOLS_SERVICE_NAME}.mjs`);\nexport { handler };\n";

runProgram(() => {
  const { help, asset, folder } = readCommandLine();
  if (help) {
    return say(usage);
  }
  const modules = pack();
  if (asset) {
    return write(join(REPOSITORY, "function.zip"), zipForAll(modules));
  }
  const target = resolve(folder);
  mkdirSync(target, { recursive: true });
  for (const role of ROLES) {
    write(join(target, `${role}.zip`), deterministicZip({ "index.mjs": modules[role] }));
  }
});

function readCommandLine(): { readonly help: boolean; readonly asset: boolean; readonly folder: string } {
  const { values, positionals } = parseCommandLine(usage, {
    options: { asset: { type: "boolean", default: false }, help: { type: "boolean", default: false } },
    allowPositionals: true,
  });
  const [folder = ""] = positionals;
  if (!values.help && (values.asset ? positionals.length > 0 : positionals.length !== 1)) {
    const got = [...(values.asset ? ["--asset"] : []), ...positionals].join(" ");
    throw usageError(`Got ${got === "" ? "no argument" : `"${got}"`}; wanted <folder> or --asset`, usage);
  }
  return { ...values, folder };
}

function pack(): Readonly<Record<FunctionRole, Uint8Array>> {
  const entry = (role: FunctionRole) => join(REPOSITORY, "lambda-src", role, "index.ts");
  return bundle({
    "request-dispatcher": entry("request-dispatcher"),
    outbox: entry("outbox"),
    "lifecycle-handler": entry("lifecycle-handler"),
  });
}

function zipForAll(modules: Readonly<Record<FunctionRole, Uint8Array>>): Uint8Array {
  return deterministicZip({
    "index.mjs": new TextEncoder().encode(CHOOSE_MODULE),
    ...Object.fromEntries(ROLES.map((role) => [`${role}.mjs`, modules[role]])),
  });
}

function write(path: string, zip: Uint8Array): void {
  writeFileSync(path, zip);
  say(`${relative(process.cwd(), path)}: ${Math.ceil(zip.byteLength / 1024)} KB`);
}
