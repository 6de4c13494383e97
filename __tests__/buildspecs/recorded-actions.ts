import type { SeenRequest } from "../cli/aws-stand-in";

/** Permission that a call needs. */
export interface NeededRight {
  readonly action: string;
  /** An ARN. */
  readonly resource: string;
}

/** Account and region of the functions and the event bus. */
export interface Whereabouts {
  readonly region: string;
  readonly account: string;
}

/**
 * Returns the permissions that a recorded call of the AWS command line needs:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 *
 * @throws Error for a command that is not in the table, so that nobody can forget a new command
 */
export function neededRights(call: string, where: Whereabouts): readonly NeededRight[] {
  const [, service = "", operation = "", third = ""] = call.split(" ");
  const command = operation === "wait" ? `${service} wait ${third}` : `${service} ${operation}`;
  const rights = table[command];
  if (rights === undefined) {
    throw new Error(`The permissions of "${command}" are not in the table. Add them.`);
  }
  return rights(new Options(call, where));
}

/** Returns the permissions that a path-style request of our own programs to S3 needs. */
export function neededRightsOfRequest({ method, path }: SeenRequest): readonly NeededRight[] {
  const { pathname, searchParams } = new URL(path, "http://s3");
  if (method !== "GET" || searchParams.get("x-id") !== "GetObject") {
    throw new Error(`The permissions of "${method} ${path}" are unknown. Add them here.`);
  }
  return [{ action: "s3:GetObject", resource: `arn:aws:s3:::${pathname.slice(1)}` }];
}

const table: Readonly<Record<string, (options: Options) => readonly NeededRight[]>> = {
  "s3api get-object": (it) => [
    { action: "s3:GetObject", resource: it.object() },
    // Without this permission, the response for a missing object is "AccessDenied": https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
    { action: "s3:ListBucket", resource: it.bucket() },
  ],
  "s3api put-object": (it) => [
    { action: "s3:PutObject", resource: it.object() },
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
    ...(it.has("if-match") ? [{ action: "s3:GetObject", resource: it.object() }] : []),
  ],
  "s3api delete-object": (it) => [{ action: "s3:DeleteObject", resource: it.object() }],
  "lambda get-alias": (it) => [{ action: "lambda:GetAlias", resource: it.function() }],
  "lambda get-function-configuration": (it) => [
    // With a qualifier, the resource is the alias: https://docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html
    { action: "lambda:GetFunctionConfiguration", resource: it.function() + it.qualifier() },
  ],
  "lambda update-function-code": (it) => [
    { action: "lambda:UpdateFunctionCode", resource: it.function() },
    // "The same effect as calling PublishVersion separately": https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html
    ...(it.has("publish") ? [{ action: "lambda:PublishVersion", resource: it.function() }] : []),
    // Lambda downloads the zip with the permissions of the caller.
    { action: "s3:GetObject", resource: it.object("s3-") },
  ],
  "lambda wait function-updated-v2": (it) => [{ action: "lambda:GetFunction", resource: it.function() }],
  "lambda update-alias": (it) => [{ action: "lambda:UpdateAlias", resource: it.function() }],
  "codebuild start-build": (it) => [
    { action: "codebuild:StartBuild", resource: it.project(it.value("project-name")) },
  ],
  // The id of a build starts with the project's name. IAM checks the project.
  "codebuild batch-get-builds": (it) => [
    { action: "codebuild:BatchGetBuilds", resource: it.project(it.value("ids").replace(/:.*/, "")) },
  ],
  "events put-events": (it) => [{ action: "events:PutEvents", resource: it.bus() }],
};

/** Reads the options of a call as ARNs. */
class Options {
  readonly #call: string;
  readonly #where: Whereabouts;

  constructor(call: string, where: Whereabouts) {
    this.#call = call;
    this.#where = where;
  }

  has(name: string): boolean {
    return this.#call.includes(` --${name}`);
  }

  bucket(prefix = ""): string {
    return `arn:aws:s3:::${this.value(`${prefix}bucket`)}`;
  }

  object(prefix = ""): string {
    return `${this.bucket(prefix)}/${this.value(`${prefix}key`)}`;
  }

  function(): string {
    return `arn:aws:lambda:${this.#where.region}:${this.#where.account}:function:${this.value("function-name")}`;
  }

  /** Returns a suffix such as `:live`, or an empty text. */
  qualifier(): string {
    return this.has("qualifier") ? `:${this.value("qualifier")}` : "";
  }

  project(name: string): string {
    return `arn:aws:codebuild:${this.#where.region}:${this.#where.account}:project/${name}`;
  }

  bus(): string {
    return `arn:aws:events:${this.#where.region}:${this.#where.account}:event-bus/default`;
  }

  value(name: string): string {
    const [, value] = new RegExp(` --${name} (\\S+)`).exec(this.#call) ?? [];
    if (value === undefined) {
      throw new Error(`Got no --${name} in "${this.#call}".`);
    }
    return value;
  }
}
