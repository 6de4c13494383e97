import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { S3Client } from "@aws-sdk/client-s3";
import type { BucketModel } from "../../../local/buckets/bucket-model";
import { type BucketsOptions, startBuckets } from "../../../local/buckets/start-buckets";
import { systemClock } from "../../../local/clock";
import type { LogEntry } from "../../../local/log";

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
