import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { everyFunction, functionRoles } from "../../../constructs/account/physical-names";
import { bundle } from "../../../constructs/functions/lambda-bundle";
import { repositoryFolder } from "../../../constructs/repository";
import { TemporaryFolder } from "../../harness/temporary-folder";
import { nowhere, readUnservedStack } from "../../harness/unserved-stack";
import { type Figure, type Measurement, medianOf } from "./figure";

const importTimer =
  "const start = performance.now(); import(process.argv[1]).then(() => { console.log(performance.now() - start); process.exit(0); });";

/** Measures the deployed module of each function: its size, and the time that Node.js needs to load it. */
export const bundles: Measurement = async ({ rounds, stackDirectory }) => {
  const modules = bundle(everyFunction((role) => join(repositoryFolder, "lambda-src", role, "index.ts")));
  const { functions } = readUnservedStack(stackDirectory);
  using folder = new TemporaryFolder("bench-bundles");
  const figures: Figure[] = [];
  for (const role of functionRoles) {
    const file = join(folder.path, `${role}.mjs`);
    writeFileSync(file, modules[role]);
    const model = functions.find(({ functionName }) => functionName.endsWith(role));
    const milliseconds = await medianOf(rounds, async () => timeImport(file, model?.environment ?? {}));
    const aims = role === "request-dispatcher" ? { size: { aim: 450 }, time: { aim: 60 } } : undefined;
    const size = modules[role].byteLength / 1024;
    figures.push(
      { id: `bundle-${role}`, what: `bundle of ${role}`, unit: "KiB", value: size, ...aims?.size },
      { id: `import-${role}`, what: `import of ${role}`, unit: "ms", value: milliseconds, ...aims?.time },
    );
  }
  return figures;
};

function timeImport(file: string, environment: Readonly<Record<string, string>>): number {
  const { stdout, stderr } = spawnSync(process.execPath, ["--eval", importTimer, file], {
    // No server listens at this address, because a module must not wait for a response while it loads.
    env: { ...environment, AWS_REGION: "eu-central-1", AWS_ENDPOINT_URL: nowhere },
    encoding: "utf8",
  });
  const milliseconds = Number(stdout);
  if (!(milliseconds > 0)) {
    throw new Error(`${file} cannot be loaded: ${stderr}`);
  }
  return milliseconds;
}
