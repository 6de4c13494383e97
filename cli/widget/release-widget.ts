import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { z } from "zod";
import { buildWidget, releasesFolder, widgetScripts } from "../../constructs/functions/built-widget.cjs";
import { UserError } from "../../constructs/user-error";
import { say } from "../output";

/** Number of releases whose scripts a deployment serves. */
const releasesMax = 5;

/** The scripts of each release, the newest first. */
const releaseList = z.array(z.array(z.string()));

/** Builds the widget and adds its scripts to the releases. @throws UserError without the sources of the widget */
export function releaseWidget(folder: string = releasesFolder): void {
  const widget = buildWidget();
  if (widget === undefined) {
    throw new UserError("There is no widget/build.ts: the repository has no widget to release.");
  }
  addRelease(folder, widgetScripts(widget));
}

/** A script of a release. */
interface Script {
  readonly name: string;
  readonly body: Uint8Array;
}

/**
 * Returns the scripts of the release before the newest, whose tabs may still be open. The first release has none before
 * it, so its own scripts stand for them.
 */
export function previousScripts(folder: string = releasesFolder): readonly string[] {
  const [newest = [], previous = newest] = readReleases(folder);
  return previous;
}

/** Reads the scripts of each release, the newest first. */
function readReleases(folder: string): readonly (readonly string[])[] {
  const list = join(folder, "releases.json");
  return existsSync(list) ? releaseList.parse(JSON.parse(readFileSync(list, "utf8"))) : [];
}

/** Adds a release to a folder, and removes scripts that belong to no kept release. */
export function addRelease(folder: string, scripts: readonly Script[]): void {
  const list = join(folder, "releases.json");
  const names = scripts.map(({ name }) => name);
  const before = readReleases(folder);
  if (JSON.stringify(before[0]) === JSON.stringify(names)) {
    say("The widget has not changed since the newest release.");
    return;
  }
  const others = before.filter((release) => JSON.stringify(release) !== JSON.stringify(names));
  const kept = [names, ...others].slice(0, releasesMax);
  mkdirSync(folder, { recursive: true });
  for (const { name, body } of scripts) {
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(body));
  }
  writeFileSync(list, `${JSON.stringify(kept, null, 2)}\n`);
  const isKept = (file: string) => kept.flat().some((name) => file === `${name}.br`);
  for (const file of readdirSync(folder)) {
    if (file.endsWith(".br") && !isKept(file)) {
      rmSync(join(folder, file));
    }
  }
  say(`Released ${names.join(", ")}. Commit widget/releases.`);
}
