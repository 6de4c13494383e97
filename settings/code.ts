import { functionRoles } from "../constructs/account/physical-names";
import { zipKeysOf } from "../stacks/complete-build";
import { packagedCodeFaults, type SourceCode } from "../stacks/options/function-options";
import { type OptionFault, optionFault } from "../stacks/options/option-fault";
import { type DeploymentFile, deploymentOptions, keysOfStage, stageOf } from "./deployment-options";

/** Where the code of the functions comes from: all of them from one place. */
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

const s3Keys = [
  "s3SourceBucketName",
  "mainLambdaS3Key",
  "outboxLambdaS3Key",
  "lifecycleLambdaS3Key",
  "widgetLambdaS3Key",
] as const;

/** Where the functions of a deployment file take their code from. */
export function functionCode(file: DeploymentFile): FunctionCode {
  return file.code === "asset"
    ? { from: "asset" }
    : { from: "s3", ...zips(file), shippedByPipeline: file.code === "build" };
}

/** Where kite-build keeps its seed zips, whether or not the functions take them. */
export function sourceCode(file: DeploymentFile): SourceCode {
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

function zips(file: Pick<DeploymentFile, "app" | "account"> & Partial<DeploymentFile>): SourceCode {
  return { bucket: file.s3SourceBucketName ?? `${file.app}-source-${file.account}`, keys: zipKeysOf(file) };
}

/** What contradicts: keys without S3, S3 without keys, another runtime for our own code. */
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
  const wanted = 'no such key, or "code": "s3" or "build"';
  return [
    ...given.map((name) =>
      optionFault(name, source, 'a value, with "code": "asset"', { ...deploymentOptions[name], wanted }),
    ),
    ...(["dev", "prod"] as const).flatMap((stage) =>
      functionRoles
        .flatMap((role) => packagedCodeFaults(role, stageOf(file, stage), source))
        .map(({ name, ...rest }) => ({ name: `stages.${stage}.${keysOfStage[name] ?? name}`, ...rest })),
    ),
  ];
}
