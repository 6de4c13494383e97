import { z } from "zod";
import type { FunctionRole } from "../constructs/account/physical-names";
import { FUNCTION_ROLES, packedCodeFaults } from "../settings/code";
import { faultsOf, type StageSettings } from "../settings/deployment";
import { deploymentSchema } from "../settings/deployment-schema";
import { type DomainSettings, domainFaults, domainOf } from "../settings/domain";
import { partitionFaults } from "../settings/partition";
import { LONGEST_APP } from "../settings/sandbox";
import { type SettingFault, SettingsError } from "../settings/settings-error";
import { STAGE_HELP } from "../settings/stage-schema";
import { type WatchSettings, watchFaults, watchOf } from "../settings/watch";
import type { KiteStackProps } from "./kite-stack-props";
import type { StageProps } from "./stage-props";

/** The stack `kite` with every default filled in. */
export interface CompleteKite {
  readonly app: string;
  readonly stagePrefix: string;
  readonly region: string;
  /** 12 digits, or a reference to the account of the credentials. */
  readonly account: string;
  readonly stages: readonly StageSettings[];
  /** Keys of the zips in the bucket; a function without one is packaged from the sources. */
  readonly code: { readonly bucket: string; readonly keys: Readonly<Partial<Record<FunctionRole, string>>> };
  readonly domain: DomainSettings | undefined;
  readonly watch: WatchSettings;
  readonly permissionsBoundaryArn: string | undefined;
}

const schema = deploymentSchema
  .pick({
    account: true,
    region: true,
    prodStage: true,
    stages: true,
    s3SourceBucketName: true,
    mainLambdaS3Key: true,
    outboxLambdaS3Key: true,
    lifecycleLambdaS3Key: true,
    domainName: true,
    cloudflareProxy: true,
    proxyRequestsPerTenSeconds: true,
    proxyManagedRules: true,
    alarmEmails: true,
    alarmForwarder: true,
    monthlyBudgetUsd: true,
    budgetTag: true,
    logArchive: true,
    logArchiveDays: true,
    athenaScanLimitMegabytes: true,
    permissionsBoundaryArn: true,
  })
  .partial({ account: true })
  .extend({
    // A sandbox's begins with its name.
    app: z
      .string()
      .regex(new RegExp(`^[a-z][a-z0-9-]{0,${LONGEST_APP - 2}}[a-z0-9]$`))
      .default("kite"),
  });

type Checked = z.infer<typeof schema>;

/**
 * Checks the props and fills in the defaults.
 * @param id the stack's, for errors
 * @throws SettingsError every fault of the props in one message
 */
export function completeKite(id: string, props: KiteStackProps): Omit<CompleteKite, "account"> {
  const source = `props of the stack ${id}`;
  const given = inFileShape(props);
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    throw refusal(
      id,
      parsed.error.issues.flatMap((issue) => faultsOf(issue, given, source)),
    );
  }
  const { data } = parsed;
  const stages = stagesOf(data, props);
  const kite = {
    app: data.app,
    stagePrefix: props.stagePrefix ?? "",
    region: data.region,
    stages,
    code: { bucket: data.s3SourceBucketName ?? "", keys: keysOf(data) },
    domain: domainOf(data),
    watch: watchOf(data),
    permissionsBoundaryArn: data.permissionsBoundaryArn,
  };
  const faults = [
    ...domainFaults(data, source),
    ...watchFaults(data, source),
    ...partitionFaults(data, source),
    ...bucketFaults(data, source),
    ...stages.flatMap((stage) =>
      FUNCTION_ROLES.filter((role) => kite.code.keys[role] === undefined).flatMap((role) =>
        packedCodeFaults(role, stage, source, `stages.${stage.name}.`),
      ),
    ),
  ];
  if (faults.length > 0) {
    throw refusal(id, faults);
  }
  return kite;
}

function stagesOf(data: Checked, { onlyStage }: KiteStackProps): readonly StageSettings[] {
  const dev: StageSettings = { name: "dev", ...data.stages.dev };
  const prod: StageSettings = { name: "prod", ...data.stages.prod };
  const all = data.prodStage ? [dev, prod] : [dev];
  return onlyStage === undefined ? all : [onlyStage === "dev" ? dev : prod];
}

function keysOf(data: Checked): CompleteKite["code"]["keys"] {
  return {
    ...(data.mainLambdaS3Key && { "request-dispatcher": data.mainLambdaS3Key }),
    ...(data.outboxLambdaS3Key && { outbox: data.outboxLambdaS3Key }),
    ...(data.lifecycleLambdaS3Key && { "lifecycle-handler": data.lifecycleLambdaS3Key }),
  };
}

function bucketFaults(data: Checked, source: string): readonly SettingFault[] {
  return Object.keys(keysOf(data)).length > 0 && data.s3SourceBucketName === undefined
    ? [
        {
          name: "s3SourceBucketName",
          source,
          kind: "missing",
          got: "nothing, with a key of a zip",
          wanted: "the name of the S3 bucket, in the stack's region, that holds the zips",
          where: "s3SourceBucketName of the BuildStack, or whatever uploads the code",
        },
      ]
    : [];
}

/** The props as a deployment file has them, so that both are checked by one schema. */
function inFileShape(props: KiteStackProps): object {
  const own = Object.entries(props).filter(([name]) => name in schema.shape && name !== "stages");
  return {
    ...Object.fromEntries(own),
    stages: { dev: stageInFileShape(props, props.dev), prod: stageInFileShape(props, props.prod) },
  };
}

function stageInFileShape(common: StageProps, own: StageProps = {}): object {
  return { ...stageKeys(common), ...stageKeys(own) };
}

/** The keys of a stage in the file that have another name in the seed's props. */
const SEED_NAMES: Readonly<Record<string, keyof StageProps>> = {
  dispatcherRuntime: "runtime",
  dispatcherHandler: "handler",
  dispatcherMemorySizeMb: "memorySize",
};

function stageKeys(props: StageProps): object {
  const entries = Object.keys(STAGE_HELP).map((key) => [key, propOf(props, SEED_NAMES[key] ?? key)]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function propOf(props: object, name: string): unknown {
  return Object.entries(props).find(([key]) => key === name)?.[1];
}

/** An error about the names that the props have. */
function refusal(id: string, faults: readonly SettingFault[]): SettingsError {
  const named = faults.map((fault) => {
    const key = fault.name.replace(/^stages\.(dev|prod)\./, "");
    return { ...fault, name: SEED_NAMES[key] ?? key };
  });
  const once = named.filter(
    (fault, index) => named.findIndex(({ name, got }) => name === fault.name && got === fault.got) === index,
  );
  return new SettingsError(once, `The props of the stack ${id}`);
}
