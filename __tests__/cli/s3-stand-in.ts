import { createHash } from "node:crypto";
import type { IncomingHttpHeaders, ServerResponse } from "node:http";

/** Replaces S3 with the requests that the commands use, in path style. Every object has one version. */
export class S3StandIn {
  readonly buckets = new Map<string, Map<string, string>>();
  /** Names of buckets of other accounts. */
  readonly foreign = new Set<string>();

  /** Called before each request is handled, for example to change an object as another program would. */
  beforeAnswer: (method: string, key: string) => void = () => undefined;

  /** Creates a bucket with objects. */
  with(bucket: string, objects: Readonly<Record<string, string>> = {}): this {
    this.buckets.set(bucket, new Map(Object.entries(objects)));
    return this;
  }

  answer(
    method: string,
    path: string,
    body: string,
    response: ServerResponse,
    headers: IncomingHttpHeaders = {},
  ): void {
    const url = new URL(path, "http://s3");
    this.beforeAnswer(method, keyOf(url));
    const [status, content = ""] = this.#act(method, url, body, headers["if-match"]);
    response.writeHead(status, { "content-type": "application/xml", etag: etagOf(content) });
    response.end(method === "HEAD" ? "" : content);
  }

  #act(method: string, url: URL, body: string, ifMatch?: string): [status: number, content?: string] {
    const [, bucketName = ""] = decodeURIComponent(url.pathname).split("/");
    const key = keyOf(url);
    const bucket = this.buckets.get(bucketName);
    if (this.foreign.has(bucketName)) {
      return [403, error("AccessDenied")];
    }
    if (method === "PUT" && key === "") {
      this.with(bucketName);
      return [200];
    }
    if (bucket === undefined) {
      return [404, error("NoSuchBucket")];
    }
    if (method === "PUT") {
      bucket.set(key, body);
      return [200];
    }
    if (key !== "") {
      const content = bucket.get(key);
      if (method === "DELETE" && content !== undefined) {
        return ifMatch === undefined || ifMatch === etagOf(content)
          ? [bucket.delete(key) ? 204 : 404]
          : [412, error("PreconditionFailed")];
      }
      return content === undefined ? [404, error("NoSuchKey")] : [200, content];
    }
    switch (method) {
      case "DELETE":
        this.buckets.delete(bucketName);
        return [204];
      case "POST":
        for (const [, deleted = ""] of body.matchAll(/<Key>([^<]+)<\/Key>/g)) {
          bucket.delete(deleted);
        }
        return [200, "<DeleteResult></DeleteResult>"];
      default:
        return [200, list(bucket, url.searchParams.has("versions"))];
    }
  }
}

function keyOf(url: URL): string {
  return decodeURIComponent(url.pathname).split("/").slice(2).join("/");
}

function etagOf(content: string): string {
  return `"${createHash("md5").update(content).digest("hex")}"`;
}

function list(bucket: ReadonlyMap<string, string>, versions: boolean): string {
  const [root, entry] = versions ? ["ListVersionsResult", "Version"] : ["ListBucketResult", "Contents"];
  const entries = [...bucket.keys()].map(
    (key) => `<${entry}><Key>${key}</Key>${versions ? "<VersionId>1</VersionId>" : ""}</${entry}>`,
  );
  return `<${root}><IsTruncated>false</IsTruncated>${entries.join("")}</${root}>`;
}

function error(code: string): string {
  return `<Error><Code>${code}</Code><Message>${code}</Message></Error>`;
}
