import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The keys that a deployment file must have. */
export const smallest = { account: "123456789012", region: "eu-west-1", app: "kite" };

/**
 * Creates a folder with `deployments/kite.json` and, if given, a `.env`.
 * @param deployment Object, or the text of the file.
 */
export function settingsFolder(deployment: unknown = smallest, dotenv?: string): string {
  const directory = mkdtempSync(join(tmpdir(), "kite-settings-"));
  made.push(directory);
  mkdirSync(join(directory, "deployments"));
  const text = typeof deployment === "string" ? deployment : JSON.stringify(deployment);
  writeFileSync(join(directory, "deployments", "kite.json"), text);
  if (dotenv !== undefined) {
    writeFileSync(join(directory, ".env"), dotenv);
  }
  return directory;
}

const made: string[] = [];
afterAll(() => {
  for (const directory of made.splice(0)) {
    rmSync(directory, { recursive: true, force: true });
  }
});
