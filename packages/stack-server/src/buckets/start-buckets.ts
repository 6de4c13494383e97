import { mkdtemp, rm } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BucketModel, StackModel } from "../stack/model";
import type { Bucket } from "./operations/operation";
import { bucketNameOf } from "./s3-request";
import { type ServingContext, serveRequest } from "./serve-request";
import { ObjectStore } from "./store/object-store";

/** Options of {@link startBuckets}. */
export interface BucketsOptions extends Omit<ServingContext, "buckets"> {
  readonly buckets: readonly BucketModel[];
  /**
   * Folder that stores the objects, with a folder for each bucket.
   * @default - a temporary folder, removed at close
   */
  readonly directory?: string | undefined;
}

/** The buckets of a server, to be connected to its HTTP server. */
export interface LocalBuckets {
  /** Handles a path-style request (`/<bucket>/<key>`). Returns false if its path belongs to no bucket. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
  /** Applies another stack. Existing buckets keep their objects. The objects of removed buckets stay on disk. */
  update(models: readonly BucketModel[]): Promise<void>;
  close(): Promise<void>;
}

/** Opens the buckets of a stack. */
export async function startBuckets(options: BucketsOptions): Promise<LocalBuckets> {
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), "buckets-")));
  const buckets = new Map<string, Bucket>();
  const open = async (model: BucketModel) => {
    const { bucketName, expirationRules } = model;
    const store =
      buckets.get(bucketName)?.store ??
      (await ObjectStore.open({ directory: join(directory, bucketName), clock: options.clock }));
    store.expireBy(expirationRules);
    buckets.set(bucketName, { model, store });
  };
  await Promise.all(options.buckets.map(open));
  const context = { ...options, buckets };
  return {
    handle: (request, response) => {
      const bucket = buckets.get(bucketNameOf(request.url) ?? "");
      if (bucket === undefined) {
        return false;
      }
      void serveRequest(bucket, request, response, context);
      return true;
    },
    update: async (models) => {
      const declared = new Set(models.map(({ bucketName }) => bucketName));
      for (const name of [...buckets.keys()].filter((it) => !declared.has(it))) {
        buckets.delete(name);
      }
      await Promise.all(models.map(open));
    },
    close: async () => {
      if (options.directory === undefined) {
        await rm(directory, { recursive: true, force: true });
      }
    },
  };
}

/**
 * Rejects a bucket with the name of a stage, because both names are the first segment of a path on the same port.
 *
 * @throws Error that names the bucket and the stage
 */
export function refuseNamesOfStages({ buckets, httpApis, webSocketApis }: StackModel): void {
  const stages = [...httpApis, ...webSocketApis].flatMap((api) => api.stages);
  for (const bucket of buckets) {
    const stage = stages.find(({ name }) => name === bucket.bucketName);
    if (stage !== undefined) {
      throw new Error(
        `${bucket.address} and ${stage.address} are both named \`${stage.name}\`, so their paths on the shared port cannot ` +
          "be distinguished. Rename the bucket",
      );
    }
  }
}
