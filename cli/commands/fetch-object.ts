import { defineCommand, UsageError } from "../command";

export const command = defineCommand({
  group: "pipeline",
  summary: "Downloads an object from S3, for a build whose image has no AWS CLI.",
  details: `Only the owner of the file can read it.`,
  arguments: {
    object: { help: "s3://<bucket>/<key>" },
    file: { help: "the file to write" },
  },
  run: async ({ object, file }) => {
    const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(object) ?? [];
    if (bucket === undefined || key === undefined) {
      throw new UsageError(`<object>: expected s3://<bucket>/<key>, received "${object}".`);
    }
    const { fetchObject } = await import("../pipeline/e2e-session");
    return fetchObject(bucket, key, file);
  },
});
