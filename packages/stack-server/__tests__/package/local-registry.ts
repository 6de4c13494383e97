import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { basename, dirname, join } from "node:path";
import { listenLocally } from "../../src/http";
import { type Manifest, readManifest, repositoryFolder } from "./package-folder";

/** An npm registry on a free port of this machine. */
export interface LocalRegistry {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the installed packages of this repository as an npm registry, so that npm can install without a network.
 * npm's cache is not enough: `npm ci` fills it with tarballs, but not with the lists of versions that `npm install
 * --offline` needs. A copy of node_modules is not enough either: it contains packages that were not declared.
 */
export async function startLocalRegistry(): Promise<LocalRegistry> {
  const folders = installedFolders();
  const { endpoint, close } = await listenLocally((request, response) => answer(folders, request, response));
  return { url: `${endpoint}/`, close };
}

/** Folders of each package, one per version. */
function installedFolders(): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const { packages } = JSON.parse(readFileSync(join(repositoryFolder, "package-lock.json"), "utf8")) as {
    readonly packages: Readonly<Record<string, { readonly link?: boolean }>>;
  };
  const folders = new Map<string, Map<string, string>>();
  for (const [path, { link }] of Object.entries(packages)) {
    const folder = join(repositoryFolder, path);
    if (path.includes("node_modules/") && link !== true && existsSync(join(folder, "package.json"))) {
      const { name, version } = readManifest(folder);
      folders.set(name, (folders.get(name) ?? new Map<string, string>()).set(version, folder));
    }
  }
  return folders;
}

/** Responds to `/<name>` with the versions of a package, and to `/<name>/<version>.tgz` with its tarball. */
function answer(
  folders: ReadonlyMap<string, ReadonlyMap<string, string>>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const path = decodeURIComponent(request.url ?? "").slice(1);
  const versions = folders.get(path);
  const [, name = "", version = ""] = /^(.+)\/([^/]+)\.tgz$/.exec(path) ?? [];
  const folder = folders.get(name)?.get(version);
  if (folder !== undefined) {
    sendTarball(folder, response);
  } else if (versions !== undefined) {
    const origin = `http://${request.headers.host}`;
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(versionList(path, versions, origin)));
  } else {
    response.writeHead(404, { "content-type": "application/json" }).end("{}");
  }
}

function versionList(name: string, folders: ReadonlyMap<string, string>, origin: string) {
  const versions = [...folders].map(([version, folder]): [string, Manifest & { readonly dist: object }] => [
    version,
    { ...readManifest(folder), dist: { tarball: `${origin}/${name}/${version}.tgz` } },
  ]);
  return {
    name,
    "dist-tags": { latest: versions[0]?.[0] },
    versions: Object.fromEntries(versions),
  };
}

function sendTarball(folder: string, response: ServerResponse): void {
  const tar = spawn("tar", [
    "-czf",
    "-",
    "--exclude",
    "node_modules",
    "-C",
    dirname(folder),
    basename(folder),
  ]);
  tar.stdout.pipe(response);
}
