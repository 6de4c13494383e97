import { DeleteObjectsCommand, ListObjectsV2Command, type S3Client } from "@aws-sdk/client-s3";
import type { FileEraser } from "../chat/ports";

/** Erases files of the stage's bucket, in which `fileStore` stores them. */
export function fileEraser(client: S3Client, Bucket: string): FileEraser {
  return {
    async erase(start) {
      // A page has at most 1,000 keys, which is also the maximum of DeleteObjects.
      const { Contents = [] } = await client.send(
        new ListObjectsV2Command({ Bucket, Prefix: `files/${start}` }),
      );
      if (Contents.length === 0) {
        return 0;
      }
      const Objects = Contents.map(({ Key }) => ({ Key }));
      const { Errors = [] } = await client.send(
        new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
      );
      if (Errors.length > 0) {
        throw new Error(
          `S3 has not deleted ${Errors.length} of ${Objects.length} files (${Errors[0]?.Code}). The operation is retried.`,
        );
      }
      return Objects.length;
    },
  };
}
