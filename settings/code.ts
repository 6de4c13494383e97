import { z } from "zod";
import type { SettingHelp } from "./setting-help";
import type { SettingFault } from "./settings-error";
import type { StageValues } from "./stage-schema";

/** A bucket with the zips of the three functions. */
export interface SourceCode {
  readonly bucket: string;
  /** Key of the zip of each function. */
  readonly keys: {
    readonly "request-dispatcher": string;
    readonly outbox: string;
    readonly "lifecycle-handler": string;
  };
}

/** The functions of a stage. */
export const FUNCTION_ROLES = ["request-dispatcher", "outbox", "lifecycle-handler"] as const;

/** Where the code of the functions comes from: all three from one place. */
export type FunctionCode =
  | {
      /** Packed from the sources here, uploaded by the deploy. */
      readonly from: "asset";
    }
  | (SourceCode & {
      readonly from: "s3";
      /** True: a pipeline ships newer code to the functions, and a deploy leaves that alone. */
      readonly shippedByPipeline: boolean;
    });

const key = z
  .string()
  .regex(/^\S{1,1024}$/)
  .optional();

/** The keys of a deployment file that say where the code of the functions comes from. */
export const codeKeys = {
  code: z.enum(["asset", "s3", "build"]).default("asset"),
  s3SourceBucketName: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)
    .optional(),
  mainLambdaS3Key: key,
  outboxLambdaS3Key: key,
  lifecycleLambdaS3Key: key,
};

/** What the file says, before defaults are filled in. */
export type CodeValues = z.infer<z.ZodObject<typeof codeKeys>>;

const KEY_HELP = {
  wanted: "the key of the function's zip in the bucket s3SourceBucketName",
  where: "whatever uploads the code; all three functions come from there, or none",
};

/** What is wanted of each key. */
export const CODE_HELP: Readonly<Record<keyof CodeValues, SettingHelp>> = {
  code: {
    wanted:
      "asset (packed here), s3 (zips of your own) or build (seed zips of kite-build, then what the pipeline ships)",
    where: "leave it out for asset",
  },
  s3SourceBucketName: {
    wanted: "the name of the S3 bucket, in the deployment's region, that holds the zips",
    where: "whatever uploads the code; with code build leave it out for the bucket of kite-build",
  },
  mainLambdaS3Key: KEY_HELP,
  outboxLambdaS3Key: KEY_HELP,
  lifecycleLambdaS3Key: KEY_HELP,
};

const S3_KEYS = [
  "s3SourceBucketName",
  "mainLambdaS3Key",
  "outboxLambdaS3Key",
  "lifecycleLambdaS3Key",
] as const;

type CodeFile = CodeValues & { readonly app: string; readonly account: string };

/** Where the functions of a deployment file take their code from. */
export function functionCode(file: CodeFile): FunctionCode {
  return file.code === "asset"
    ? { from: "asset" }
    : { from: "s3", ...zips(file), shippedByPipeline: file.code === "build" };
}

/** Where kite-build keeps its seed zips, whether or not the functions take them. */
export function sourceCode(file: CodeFile): SourceCode {
  return zips(file.code === "build" ? file : { app: file.app, account: file.account });
}

/** The same for a sandbox: what kite-build makes there is another bucket. */
export function codeInSandbox(code: FunctionCode, sandbox: string): FunctionCode {
  return code.from === "s3" && code.shippedByPipeline ? sourceInSandbox(code, sandbox) : code;
}

/** The sandbox's own bucket of kite-build. */
export function sourceInSandbox<Code extends SourceCode>(code: Code, sandbox: string): Code {
  return { ...code, bucket: `${sandbox}-${code.bucket}` };
}

function zips(file: Partial<CodeValues> & { readonly app: string; readonly account: string }): SourceCode {
  return {
    bucket: file.s3SourceBucketName ?? `${file.app}-source-${file.account}`,
    keys: {
      "request-dispatcher": file.mainLambdaS3Key ?? "request-dispatcher.zip",
      outbox: file.outboxLambdaS3Key ?? "outbox.zip",
      "lifecycle-handler": file.lifecycleLambdaS3Key ?? "lifecycle-handler.zip",
    },
  };
}

/** What contradicts: keys without S3, S3 without keys, another runtime for our own code. */
export function codeFaults(
  file: CodeValues & { readonly stages: Readonly<Record<string, StageValues>> },
  source: string,
): readonly SettingFault[] {
  const given = S3_KEYS.filter((name) => file[name] !== undefined);
  const fault = (name: keyof CodeValues, kind: SettingFault["kind"], got: string, wanted: string) => ({
    name,
    source,
    kind,
    got,
    wanted,
    where: CODE_HELP[name].where,
  });
  if (file.code === "s3") {
    return S3_KEYS.filter((name) => !given.includes(name)).map((name) =>
      fault(name, "missing", 'nothing, with "code": "s3"', CODE_HELP[name].wanted),
    );
  }
  return file.code === "build"
    ? []
    : [
        ...given.map((name) =>
          fault(name, "wrong", 'a value, with "code": "asset"', 'no such key, or "code": "s3" or "build"'),
        ),
        ...Object.entries(file.stages).flatMap(([stage, values]) =>
          FUNCTION_ROLES.flatMap((role) => packedCodeFaults(role, values, source, `stages.${stage}.`)),
        ),
      ];
}

/** The first part of a function's keys in a stage. */
export const KEY_PREFIXES = {
  "request-dispatcher": "dispatcher",
  outbox: "outbox",
  "lifecycle-handler": "lifecycle",
} as const;

/** A runtime that runs our own code, which is a module of Node.js. */
export const NODE_RUNTIME = /^nodejs(22|24)\.x$/;

/**
 * What does not fit a function that is packed here.
 * @param path the stage's place in its source, for example `stages.dev.`
 */
export function packedCodeFaults(
  role: keyof SourceCode["keys"],
  values: StageValues,
  source: string,
  path: string,
): readonly SettingFault[] {
  const prefix = KEY_PREFIXES[role];
  const { [`${prefix}Runtime` as const]: runtime, [`${prefix}Handler` as const]: handler } = values;
  const fault = (key: string, got: string, wanted: string): SettingFault => ({
    name: `${path}${prefix}${key}`,
    source,
    kind: "wrong",
    got: JSON.stringify(got),
    wanted: `${wanted} for the code that is packed here`,
    where: "code of your own comes from a bucket",
  });
  return [
    ...(NODE_RUNTIME.test(runtime) ? [] : [fault("Runtime", runtime, "nodejs22.x or nodejs24.x")]),
    ...(handler === "index.handler" ? [] : [fault("Handler", handler, "index.handler")]),
  ];
}
