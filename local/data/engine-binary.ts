import { createRequire } from "node:module";
import { EngineError } from "./engine-error";

const requireFrom = createRequire(__filename);

/**
 * Finds the database engine for this machine: a static binary in the optional package `@dynoxide/<platform>-<arch>`.
 *
 * @param platform As `process.platform` has it; for tests.
 * @throws EngineError that says what to do when there is none
 */
export function findEngineBinary(platform = `${process.platform}-${process.arch}`): string {
  const name = `@dynoxide/${platform}`;
  try {
    return requireFrom.resolve(`${name}/${platform.startsWith("win32") ? "dynoxide.exe" : "dynoxide"}`);
  } catch (cause) {
    throw new EngineError(
      `The package ${name}, which holds the database of the local run, is not installed. ` +
        `Where it exists for this machine, \`npm ci\` installs it; where it does not, run \`npm run deploy-local\` ` +
        `(DynamoDB Local in Docker) and start with DYNAMODB_ENDPOINT=http://127.0.0.1:8000.`,
      { cause },
    );
  }
}
