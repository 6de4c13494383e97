import { mkdtemp, rm } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BucketModel, StackModel } from "../stack/model";
import type { Bucket } from "./operations/operation";
import { bucketNameOf } from "./s3-request";
import { type ServingContext, serveRequest } from "./serve-request";
import { ObjectStore } from "./store/object-store";

export interface BucketsOptions extends Omit<ServingContext, "buckets"> {
  readonly buckets: readonly BucketModel[];
  /**
   * Where objects are kept, a directory a bucket.
   * @default - a temporary directory, removed at close
   */
  readonly directory?: string | undefined;
}

/** The S3 of the local run, to be hung into an HTTP server. */
export interface LocalBuckets {
  /** Serves a path-style request (`/<bucket>/<key>`); false when its path names none of the buckets. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
  /** Goes by another stack: buckets that stay keep their objects; those of one that is no more are left on disk. */
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
 * Buckets and stages share one port, and both are the first segment of a path.
 *
 * @throws Error naming a bucket and a stage of one name
 */
export function refuseNamesOfStages({ buckets, httpApis, webSocketApis }: StackModel): void {
  const stages = [...httpApis, ...webSocketApis].flatMap((api) => api.stages);
  for (const bucket of buckets) {
    const stage = stages.find(({ name }) => name === bucket.bucketName);
    if (stage !== undefined) {
      throw new Error(
        `${bucket.address} and ${stage.address} are both called \`${stage.name}\`: on one port their paths cannot ` +
          "be told apart; give the bucket another name",
      );
    }
  }
}
