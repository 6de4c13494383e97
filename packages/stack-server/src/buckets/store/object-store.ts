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

/** How a bucket's objects are kept. */
export interface ObjectStoreOptions {
  /** Made when it is not there. */
  readonly directory: string;
  readonly clock: Clock;
}

/**
 * The objects of one bucket, in a directory: for each a file with its bytes and one with what else is known of
 * it, both named so that no key can lead out of the directory or be too long for a file's name.
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

  /** Lets objects expire by these rules from now on, those that are there too. @default - none expires */
  expireBy(rules: readonly ExpirationRuleModel[]): void {
    this.#expirationRules = rules;
  }

  /** An object, or `undefined` when there is none; one that has expired is deleted by the look at it. */
  get(key: string): StoredObject | undefined {
    const object = this.#objects.get(key);
    if (object !== undefined && this.#hasExpired(object)) {
      this.delete(key);
      return undefined;
    }
    return object;
  }

  /** All objects in the order of S3: by the UTF-8 bytes of their keys. */
  list(): readonly StoredObject[] {
    return [...this.#objects.keys()]
      .map((key) => ({ key, bytes: Buffer.from(key) }))
      .sort((one, other) => Buffer.compare(one.bytes, other.bytes))
      .flatMap(({ key }) => this.get(key) ?? []);
  }

  /** Keeps an object once all its bytes are there and are as declared. @throws S3Error */
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

  /** Makes another object of the same bytes. */
  async copy(source: StoredObject, key: string, metadata: StoredObject["metadata"]): Promise<StoredObject> {
    const file = newFileName();
    await copyFile(this.#path(source.file), this.#path(file));
    return this.#keep({ ...source, key, file, storedAt: this.#options.clock.now(), metadata });
  }

  /** The bytes from `start` to `end`, both included; the file is opened at the first read. */
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

  /** Deletes an object; does nothing when there is none. */
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

  /** Without a pause between them, so that of two writes of one key the memory and the disk keep the same one. */
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
 * Reads what earlier runs kept in a bucket's directory, and removes files that no object needs: what a run that
 * was killed in the middle of a write left behind.
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
 * When an object expires: the days of its rule after it was stored, rounded up to the next midnight UTC. Of
 * several rules the earliest counts. AWS deletes it some time after that, and shows it until then.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html#intro-lifecycle-rules-number-of-days
 *
 * @param storedAt Milliseconds since 1970.
 * @returns Milliseconds since 1970; `Infinity` when no rule is for its key.
 */
export function expiryTime(rules: readonly ExpirationRuleModel[], key: string, storedAt: number): number {
  const times = rules
    .filter(({ prefix }) => key.startsWith(prefix))
    .map(({ days }) => Math.ceil(storedAt / dayMilliseconds + days) * dayMilliseconds);
  return Math.min(Number.POSITIVE_INFINITY, ...times);
}

const dayMilliseconds = 24 * 60 * 60 * 1000;
