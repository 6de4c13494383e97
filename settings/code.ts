import { functionRoles } from "../constructs/account/physical-names";
import { zipKeysOf } from "../stacks/complete-build";
import { packagedCodeFaults, type SourceCode } from "../stacks/options/function-options";
import { type OptionFault, optionFault } from "../stacks/options/option-fault";
import { type DeploymentFile, deploymentOptions, keysOfStage, stageOf } from "./deployment-options";

/** Represents the source of the functions' code, which is the same for all functions. */
export type FunctionCode =
  | {
      /** Packaged from the local sources, and uploaded during the deploy. */
      readonly from: "asset";
    }
  | (SourceCode & {
      readonly from: "s3";
      /** Whether a pipeline ships newer code to the functions, which a deploy must not replace. */
      readonly shippedByPipeline: boolean;
    });

const s3Keys = [
  "s3SourceBucketName",
  "mainLambdaS3Key",
  "outboxLambdaS3Key",
  "lifecycleLambdaS3Key",
  "widgetLambdaS3Key",
] as const;

/** Returns the source of the functions' code in a deployment. */
export function functionCode(file: DeploymentFile): FunctionCode {
  return file.code === "asset"
    ? { from: "asset" }
    : { from: "s3", ...zips(file), shippedByPipeline: file.code === "build" };
}

/** Returns the bucket and keys where `kite-build` stores its seed zips, whether or not the functions use them. */
export function sourceCode(file: DeploymentFile): SourceCode {
  return zips(file.code === "build" ? file : { app: file.app, account: file.account });
}

/** Returns the source of the functions' code in a sandbox, whose `kite-build` has its own bucket. */
export function codeInSandbox(code: FunctionCode, sandbox: string): FunctionCode {
  return code.from === "s3" && code.shippedByPipeline ? sourceInSandbox(code, sandbox) : code;
}

/** Moves code to the bucket of the sandbox's own `kite-build`. */
export function sourceInSandbox<Code extends SourceCode>(code: Code, sandbox: string): Code {
  return { ...code, bucket: `${sandbox}-${code.bucket}` };
}

function zips(file: Pick<DeploymentFile, "app" | "account"> & Partial<DeploymentFile>): SourceCode {
  return { bucket: file.s3SourceBucketName ?? `${file.app}-source-${file.account}`, keys: zipKeysOf(file) };
}

/**
 * Returns contradictions: S3 keys without `"code": "s3"` or the reverse, or packaged code with an unsupported runtime.
 */
export function codeFaults(file: DeploymentFile, source: string): readonly OptionFault[] {
  const given = s3Keys.filter((name) => file[name] !== undefined);
  if (file.code === "s3") {
    return s3Keys
      .filter((name) => !given.includes(name))
      .map((name) =>
        optionFault(name, source, 'nothing, with "code": "s3"', deploymentOptions[name], "missing"),
      );
  }
  if (file.code === "build") {
    return [];
  }
  const expected = 'no such key, or "code": "s3" or "build"';
  return [
    ...given.map((name) =>
      optionFault(name, source, 'a value, with "code": "asset"', { ...deploymentOptions[name], expected }),
    ),
    ...(["dev", "prod"] as const).flatMap((stage) =>
      functionRoles
        .flatMap((role) => packagedCodeFaults(role, stageOf(file, stage), source))
        .map(({ name, ...rest }) => ({ name: `stages.${stage}.${keysOfStage[name] ?? name}`, ...rest })),
    ),
  ];
}
