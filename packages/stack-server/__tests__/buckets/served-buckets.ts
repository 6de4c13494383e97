import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { type BucketsOptions, startBuckets } from "../../src/buckets/start-buckets";
import { systemClock } from "../../src/clock";
import type { LogEntry } from "../../src/log";
import type { BucketModel } from "../../src/plan/model";

export const REGION = "eu-central-1";
export const CREDENTIALS = { accessKeyId: "local-key", secretAccessKey: "local-secret" };

/** Buckets behind a real HTTP server, with a real client. */
export interface ServedBuckets {
  readonly url: string;
  readonly host: string;
  readonly client: S3Client;
  readonly log: readonly LogEntry[];
  /** A client like `client`, but for some settings. */
  clientWith(config: ConstructorParameters<typeof S3Client>[0]): S3Client;
  close(): Promise<void>;
}

export function bucketModel(rest: Partial<BucketModel> = {}): BucketModel {
  return {
    address: "aws_s3_bucket.files",
    bucketName: "dev-files",
    arn: "arn:aws:s3:::dev-files",
    corsRules: [],
    expirationRules: [],
    ...rest,
  };
}

/** One that most tests use, one beside it, and one to list. */
export const THREE_BUCKETS: readonly BucketModel[] = [
  bucketModel(),
  bucketModel({ bucketName: "dev-other" }),
  bucketModel({ bucketName: "dev-list" }),
];

/** Puts and reads the objects of one bucket; what is put is `hello` unless it is said. */
export function objectsOf(served: Pick<ServedBuckets, "client">, Bucket: string) {
  return {
    put: (Key: string, Body: string | Buffer = "hello", rest = {}) =>
      served.client.send(new PutObjectCommand({ Bucket, Key, Body, ...rest })),
    read: async (Key: string, rest = {}) => {
      const answer = await served.client.send(new GetObjectCommand({ Bucket, Key, ...rest }));
      return { ...answer, text: (await answer.Body?.transformToString()) ?? "" };
    },
  };
}

/** Buckets for all tests of a file: served before the first of them, closed after the last. */
export function bucketsForAll(options: Partial<BucketsOptions> = {}): ServedBuckets {
  let served: ServedBuckets | undefined;
  beforeAll(async () => {
    served = await serveBuckets(options);
  });
  afterAll(() => served?.close());
  const now = (): ServedBuckets => {
    if (served === undefined) throw new Error("No buckets are served before the tests begin.");
    return served;
  };
  return {
    get url() {
      return now().url;
    },
    get host() {
      return now().host;
    },
    get client() {
      return now().client;
    },
    get log() {
      return now().log;
    },
    clientWith: (config) => now().clientWith(config),
    close: () => now().close(),
  };
}

export async function serveBuckets(options: Partial<BucketsOptions> = {}): Promise<ServedBuckets> {
  const log: LogEntry[] = [];
  const buckets = await startBuckets({
    buckets: [bucketModel()],
    publicHosts: [],
    region: REGION,
    credentials: CREDENTIALS,
    clock: systemClock,
    log: (entry) => log.push(entry),
    ...options,
  });
  const server = createServer((request, response) => {
    if (!buckets.handle(request, response)) {
      response.writeHead(404, { "x-not-a-bucket": "yes" }).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `localhost:${(server.address() as AddressInfo).port}`;
  const clients: S3Client[] = [];
  const clientWith: ServedBuckets["clientWith"] = (config) => {
    const client = new S3Client({
      region: REGION,
      credentials: CREDENTIALS,
      endpoint: `http://${host}`,
      forcePathStyle: true,
      requestChecksumCalculation: "WHEN_REQUIRED",
      maxAttempts: 1,
      ...config,
    });
    clients.push(client);
    return client;
  };
  return {
    url: `http://${host}`,
    host,
    client: clientWith({}),
    log,
    clientWith,
    close: async () => {
      for (const client of clients) {
        client.destroy();
      }
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await buckets.close();
    },
  };
}
