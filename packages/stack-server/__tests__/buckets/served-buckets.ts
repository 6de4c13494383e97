import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { type BucketsOptions, startBuckets } from "../../src/buckets/start-buckets";
import { ManualClock, systemClock } from "../../src/clock";
import { listenLocally } from "../../src/http";
import type { LogEntry } from "../../src/log";
import type { BucketModel } from "../../src/stack/model";

export const region = "eu-central-1";
export const credentials = { accessKeyId: "local-key", secretAccessKey: "local-secret" };

/** Buckets behind a real HTTP server, with a real client. */
export interface ServedBuckets {
  readonly url: string;
  readonly host: string;
  readonly client: S3Client;
  readonly log: readonly LogEntry[];
  /** Creates a client like `client` with other settings. */
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

/** The bucket of most tests, a second bucket, and a bucket for lists. */
export const threeBuckets: readonly BucketModel[] = [
  bucketModel(),
  bucketModel({ bucketName: "dev-other" }),
  bucketModel({ bucketName: "dev-list" }),
];

/** Stores and reads objects of one bucket. The default content is `hello`. */
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

/** Serves buckets for all tests of a file: starts before the first test and closes after the last. */
export function bucketsForAll(options: Partial<BucketsOptions> = {}): ServedBuckets {
  let served: ServedBuckets | undefined;
  beforeAll(async () => {
    served = await serveBuckets(options);
  });
  afterAll(() => served?.close());
  const now = (): ServedBuckets => {
    if (served === undefined) {
      throw new Error("No buckets are served before the tests begin.");
    }
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

/** Serves buckets with the object `a.txt` for all tests of a file, and presigns URLs with the clock of the buckets. */
export function presignedBuckets() {
  const Bucket = "dev-files";
  const clock = new ManualClock(Math.floor(Date.now() / 1000) * 1000);
  const served = bucketsForAll({ clock, publicHosts: ["dev.tunnel.example"] });
  beforeAll(async () => {
    await objectsOf(served, Bucket).put("a.txt");
  });
  return {
    Bucket,
    clock,
    served,
    presignGet: (options = {}, command = {}, client = served.client) =>
      getSignedUrl(client, new GetObjectCommand({ Bucket, Key: "a.txt", ...command }), {
        expiresIn: 60,
        signingDate: new Date(clock.now()),
        ...options,
      }),
    presignPut: (rest = {}) =>
      getSignedUrl(
        served.client,
        new PutObjectCommand({ Bucket, Key: "up.png", ContentType: "image/png", ContentLength: 3, ...rest }),
        {
          expiresIn: 3600,
          signingDate: new Date(clock.now()),
          signableHeaders: new Set(["content-type", "content-length"]),
        },
      ),
  };
}

/** Returns the status of a response, and its error code. */
export async function codeOf(response: Response) {
  return { status: response.status, code: /<Code>(.*)<\/Code>/.exec(await response.text())?.[1] };
}

export async function serveBuckets(options: Partial<BucketsOptions> = {}): Promise<ServedBuckets> {
  const log: LogEntry[] = [];
  const buckets = await startBuckets({
    buckets: [bucketModel()],
    publicHosts: [],
    region: region,
    credentials: credentials,
    clock: systemClock,
    log: (entry) => log.push(entry),
    ...options,
  });
  const server = await listenLocally((request, response) => {
    if (!buckets.handle(request, response)) {
      response.writeHead(404, { "x-not-a-bucket": "yes" }).end();
    }
  });
  const host = `localhost:${server.port}`;
  const clients: S3Client[] = [];
  const clientWith: ServedBuckets["clientWith"] = (config) => {
    const client = new S3Client({
      region: region,
      credentials: credentials,
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
      await server.close();
      await buckets.close();
    },
  };
}
