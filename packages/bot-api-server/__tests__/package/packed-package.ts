import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export const folderOfPackage = resolve(__dirname, "../..");
export const packageName = "@kite-chat/bot-api-server";
const repositoryFolder = resolve(folderOfPackage, "../..");

/** Builds and packs the package without the network. Returns the path of the tarball. */
export function packPackage(): string {
  const folder = mkdtempSync(join(tmpdir(), "pack-"));
  const built = join(folder, "dist");
  const npm = (...args: string[]) =>
    execFileSync("npm", [...args, "--offline", "--no-update-notifier"], {
      cwd: repositoryFolder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    });
  npm("run", "build", "-w", packageName, "--", built);
  const [packed] = JSON.parse(npm("pack", built, "--json", "--pack-destination", folder)) as {
    readonly filename: string;
  }[];
  return join(folder, packed?.filename ?? "");
}

/** Installs a tarball into an empty folder, with no other packages than its dependencies and `others`. */
export function installPackage(tarball: string, ...others: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "project-"));
  const target = join(folder, "node_modules", packageName);
  mkdirSync(target, { recursive: true });
  execFileSync("tar", ["-xzf", tarball, "--strip-components=1", "-C", target]);
  for (const name of [...dependenciesOf(target), ...others]) {
    copyWithDependencies(name, join(repositoryFolder, "node_modules", name), folder);
  }
  return folder;
}

/** Runs a Node program in a folder, without the packages of this repository. */
export function runNode(folder: string, ...args: string[]) {
  const { NODE_PATH: _, ...env } = process.env;
  return spawnSync(process.execPath, args, { cwd: folder, env, encoding: "utf8", timeout: 60_000 });
}

/** Returns the names of a manifest's run-time dependencies. */
export function dependenciesOf(packageFolder: string): readonly string[] {
  const manifest = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8"));
  return Object.keys(manifest.dependencies ?? {});
}

/** Copies a package and its dependencies from the `node_modules` of the repository or of the package. */
function copyWithDependencies(name: string, source: string, folder: string): void {
  const target = join(folder, "node_modules", name);
  if (!existsSync(target)) {
    cpSync(source, target, { recursive: true });
    copyDependencies(source, folder);
  }
}

function copyDependencies(source: string, folder: string): void {
  for (const name of dependenciesOf(source)) {
    const nested = join(source, "node_modules", name);
    if (existsSync(nested)) {
      copyDependencies(nested, folder);
    } else {
      copyWithDependencies(name, join(repositoryFolder, "node_modules", name), folder);
    }
  }
}
