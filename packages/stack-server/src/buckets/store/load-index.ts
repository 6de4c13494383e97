import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { StoredObject } from "./stored-object";

/**
 * Reads what earlier runs kept in a bucket's directory, and removes files that no object needs: what a run that
 * was killed in the middle of a write left behind.
 */
export async function loadIndex(directory: string): Promise<Map<string, StoredObject>> {
  const names = await readdir(directory);
  const objects = new Map<string, StoredObject>();
  for (const name of names.filter((candidate) => candidate.endsWith(".json"))) {
    const object = parse(await readFile(join(directory, name), "utf8"));
    if (object !== undefined && names.includes(object.file)) {
      objects.set(object.key, object);
    }
  }
  const needed = new Set([...objects.values()].map(({ file }) => file));
  const leftOver = names.filter((name) => /\.(bytes|new)$/.test(name) && !needed.has(name));
  await Promise.all(leftOver.map((name) => rm(join(directory, name), { force: true })));
  return objects;
}

const storedObject = z.object({
  key: z.string(),
  file: z.string().regex(/^[\w-]+\.bytes$/),
  sizeBytes: z.int().nonnegative(),
  md5: z.string(),
  storedAt: z.number(),
  metadata: z.record(z.string(), z.string()),
});

function parse(text: string): StoredObject | undefined {
  try {
    return storedObject.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
