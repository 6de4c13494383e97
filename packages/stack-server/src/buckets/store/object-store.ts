import { createHash, randomUUID } from "node:crypto";
import { createReadStream, renameSync, rmSync, writeFileSync } from "node:fs";
import { copyFile, mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { Clock } from "../../clock";
import { tryParse } from "../../json";
import type { ExpirationRuleModel } from "../../stack/model";
import { type DeclaredBody, type StoredObject, storedObject } from "./stored-object";
import { writeBody } from "./write-body";

/** Options of {@link ObjectStore}. */
export interface ObjectStoreOptions {
  /** Folder of the bucket, created if it is missing. */
  readonly directory: string;
  readonly clock: Clock;
}

/**
 * Stores the objects of one bucket in a folder. Each object has a file with its bytes and one with its metadata.
 * The file names do not contain the key, because a key can be too long for a name, or lead out of the folder.
 */
export class ObjectStore {
  readonly #options: ObjectStoreOptions;
  #expirationRules: readonly ExpirationRuleModel[] = [];
  readonly #objects: Map<string, StoredObject>;

  private constructor(options: ObjectStoreOptions, objects: Map<string, StoredObject>) {
    this.#options = options;
    this.#objects = objects;
  }

  static async open(options: ObjectStoreOptions): Promise<ObjectStore> {
    await mkdir(options.directory, { recursive: true });
    return new ObjectStore(options, await loadIndex(options.directory));
  }

  /** Applies expiration rules to all objects, including existing ones. @default - no object expires */
  expireBy(rules: readonly ExpirationRuleModel[]): void {
    this.#expirationRules = rules;
  }

  /** Returns an object, or `undefined` if there is none. Deletes an object that has expired. */
  get(key: string): StoredObject | undefined {
    const object = this.#objects.get(key);
    if (object !== undefined && this.#hasExpired(object)) {
      this.delete(key);
      return undefined;
    }
    return object;
  }

  /** Returns all objects in S3's order: by the UTF-8 bytes of their keys. */
  list(): readonly StoredObject[] {
    return [...this.#objects.keys()]
      .map((key) => ({ key, bytes: Buffer.from(key) }))
      .sort((one, other) => Buffer.compare(one.bytes, other.bytes))
      .flatMap(({ key }) => this.get(key) ?? []);
  }

  /** Stores an object after all its bytes have arrived and match their declaration. @throws S3Error */
  async put(
    key: string,
    body: Readable,
    metadata: StoredObject["metadata"],
    declared: DeclaredBody = {},
  ): Promise<StoredObject> {
    const file = newFileName();
    const written = await writeBody(this.#path(file), body, declared);
    return this.#keep({ key, file, ...written, storedAt: this.#options.clock.now(), metadata });
  }

  /** Creates another object with the same bytes. */
  async copy(source: StoredObject, key: string, metadata: StoredObject["metadata"]): Promise<StoredObject> {
    const file = newFileName();
    await copyFile(this.#path(source.file), this.#path(file));
    return this.#keep({ ...source, key, file, storedAt: this.#options.clock.now(), metadata });
  }

  /** Returns the bytes from `start` to `end`, both inclusive. Opens the file at the first read. */
  read(object: StoredObject, start: number, end: number): Readable {
    const path = this.#path(object.file);
    return object.sizeBytes === 0
      ? Readable.from([])
      : Readable.from(
          (async function* () {
            yield* createReadStream(path, { start, end });
          })(),
          { objectMode: false },
        );
  }

  /** Deletes an object if it exists. */
  delete(key: string): void {
    const object = this.#objects.get(key);
    if (object !== undefined) {
      this.#objects.delete(key);
      rmSync(this.#path(indexFileName(key)), { force: true });
      rmSync(this.#path(object.file), { force: true });
    }
  }

  #hasExpired({ key, storedAt }: StoredObject): boolean {
    return this.#options.clock.now() >= expiryTime(this.#expirationRules, key, storedAt);
  }

  /** Synchronous, because otherwise memory and disk could contain different objects after two writes of one key. */
  #keep(object: StoredObject): StoredObject {
    const previous = this.#objects.get(object.key);
    const indexFile = this.#path(indexFileName(object.key));
    writeFileSync(`${indexFile}.new`, JSON.stringify(object));
    renameSync(`${indexFile}.new`, indexFile);
    this.#objects.set(object.key, object);
    if (previous !== undefined) {
      rmSync(this.#path(previous.file), { force: true });
    }
    return object;
  }

  #path(name: string): string {
    return join(this.#options.directory, name);
  }
}

function newFileName(): string {
  return `${randomUUID()}.bytes`;
}

function indexFileName(key: string): string {
  return `${createHash("sha256").update(key).digest("hex")}.json`;
}

/**
 * Reads the objects of earlier runs from a bucket's folder. Removes files that belong to no object. A run leaves such
 * files when it is killed during a write.
 */
async function loadIndex(directory: string): Promise<Map<string, StoredObject>> {
  const names = await readdir(directory);
  const objects = new Map<string, StoredObject>();
  for (const name of names.filter((candidate) => candidate.endsWith(".json"))) {
    const text = await readFile(join(directory, name), "utf8");
    const object = storedObject.safeParse(tryParse(text)).data;
    if (object !== undefined && names.includes(object.file)) {
      objects.set(object.key, object);
    }
  }
  const needed = new Set([...objects.values()].map(({ file }) => file));
  const leftOver = names.filter((name) => /\.(bytes|new)$/.test(name) && !needed.has(name));
  await Promise.all(leftOver.map((name) => rm(join(directory, name), { force: true })));
  return objects;
}

/**
 * Returns the time at which an object expires: the time of its write plus the days of its rule, rounded up to the next
 * midnight UTC. The earliest of several rules applies. AWS deletes the object some time later, and returns the object
 * until then.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html#intro-lifecycle-rules-number-of-days
 *
 * @param storedAt Milliseconds since 1970.
 * @returns milliseconds since 1970, or `Infinity` if no rule matches the key
 */
export function expiryTime(rules: readonly ExpirationRuleModel[], key: string, storedAt: number): number {
  const times = rules
    .filter(({ prefix }) => key.startsWith(prefix))
    .map(({ days }) => Math.ceil(storedAt / dayMilliseconds + days) * dayMilliseconds);
  return Math.min(Number.POSITIVE_INFINITY, ...times);
}

const dayMilliseconds = 24 * 60 * 60 * 1000;
