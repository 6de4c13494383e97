import { defineCommand, UsageError } from "../command";

export const command = defineCommand({
  group: "pipeline",
  summary: "Downloads an object of S3, for a build whose image has no AWS command line.",
  details: `Only the owner can read the file.`,
  arguments: {
    object: { help: "s3://<bucket>/<key>" },
    file: { help: "the file to write" },
  },
  run: async ({ object, file }) => {
    const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(object) ?? [];
    if (bucket === undefined || key === undefined) {
      throw new UsageError(`Got "${object}"; wanted s3://<bucket>/<key>.`);
    }
    const { fetchObject } = await import("../pipeline/e2e-session");
    return fetchObject(bucket, key, file);
  },
});
