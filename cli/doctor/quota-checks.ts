import { GetAccountSettingsCommand } from "@aws-sdk/client-lambda";
import {
  paginateListAWSDefaultServiceQuotas,
  paginateListServiceQuotas,
  type ServiceQuota,
  type ServiceQuotasClient,
} from "@aws-sdk/client-service-quotas";
import { placeholderRepository } from "../../settings/deployment-options";
import type { Settings } from "../../settings/settings";
import type { CloudStackName } from "../../settings/stack-id";
import { functionClient, quotaClient } from "../aws-clients";
import { accountCheck } from "./account-checks";
import { type Check, type Finding, fail, ok, once, skipped, warn } from "./check";

/** Concurrency that Lambda keeps for functions without a reservation: https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html */
const unreserved = 100;

/** Fix of a request that fails. */
const lookAtQuotas = "try again, or see https://console.aws.amazon.com/servicequotas";

/** Quota codes of API Gateway: https://docs.aws.amazon.com/general/latest/gr/apigateway.html */
const apiGateway = { rate: "L-8A5B8E43", burst: "L-CDF5615A", connections: "L-9ED1E49A" };

/** Checks the quotas of the account and region against what the stacks need. */
export function quotaChecks(settings: Settings, stacks: readonly CloudStackName[]): readonly Check[] {
  return [
    ...(stacks.includes("kite") ? [lambdaCheck(settings), ...apiGatewayChecks(settings)] : []),
    ...(stacks.includes("kite-build") ? [codeBuildCheck(settings)] : []),
  ];
}

function lambdaCheck(settings: Settings): Check {
  const { stages } = settings.deployment;
  const sum = (numbers: readonly (number | undefined)[]) =>
    numbers.reduce<number>((one, other = 0) => one + other, 0);
  const reserved = sum(
    stages.flatMap((stage) => [stage.dispatcherReservedConcurrency, stage.widgetReservedConcurrency]),
  );
  const wanted = reserved + sum(stages.map(({ outboxMaximumConcurrency }) => outboxMaximumConcurrency));
  return {
    name: "Lambda concurrency",
    needs: [accountCheck],
    fix: lookAtQuotas,
    run: async () => {
      const { AccountLimit } = await functionClient(settings).send(new GetAccountSettingsCommand({}));
      const limit = AccountLimit?.ConcurrentExecutions ?? 0;
      if (reserved > 0 && limit < reserved + unreserved) {
        return fail(
          `${limit}; the stages reserve ${reserved}, and AWS keeps ${unreserved} unreserved`,
          increase("lambda", "L-B99A9384", reserved + unreserved),
        );
      }
      return limit < wanted
        ? warn(
            `${limit}; the stages may use ${wanted}`,
            increase("lambda", "L-B99A9384", Math.max(wanted, 1000)),
          )
        : ok(`${limit}; the stages may use ${wanted} besides their dispatchers`);
    },
  };
}

function apiGatewayChecks(settings: Settings): readonly Check[] {
  const { stages } = settings.deployment;
  const most = (numbers: readonly number[]) => Math.max(...numbers);
  const rate = most(stages.map(({ throttlingRateLimit }) => throttlingRateLimit));
  const burst = most(stages.map(({ throttlingBurstLimit }) => throttlingBurstLimit));
  const quotas = once(() => listQuotas(quotaClient(settings), "apigateway"));
  const find = async (code: string) => (await quotas()).find(({ QuotaCode }) => QuotaCode === code)?.Value;
  const row = (name: string, code: string, need: number, unit: string): Check => ({
    name,
    needs: [accountCheck],
    fix: lookAtQuotas,
    run: async () => compare(await find(code), need, unit, increase("apigateway", code, need)),
  });
  return [
    // A stage has two APIs with this limit each. The quota applies to all APIs of the region.
    row("API Gateway throttle", apiGateway.rate, 2 * rate, "requests a second"),
    {
      ...row("API Gateway burst", apiGateway.burst, burst, "requests at once"),
      run: async () =>
        compare(
          await find(apiGateway.burst),
          burst,
          "requests at once",
          "set throttlingBurstLimit to the quota, which AWS does not increase",
        ),
    },
    row("API Gateway connections", apiGateway.connections, rate, "new connections a second"),
  ];
}

/** Builds that may run at the same time: a push and a pull request. */
const simultaneousBuilds = 2;

function codeBuildCheck(settings: Settings): Check {
  const { buildArchitecture, gitRepositoryUrl } = settings.deployment;
  const platform = buildArchitecture === "arm64" ? "ARM" : "Linux";
  const client = quotaClient(settings);
  return {
    name: "CodeBuild machines",
    needs: [accountCheck],
    fix: lookAtQuotas,
    run: async () => {
      if (gitRepositoryUrl === placeholderRepository) {
        return skipped("gitRepositoryUrl is that of the example, so nothing is built");
      }
      const quotas = await listQuotas(client, "codebuild");
      // The sizes of the pipeline's projects. New accounts often have a quota of 0 or 1.
      const sizes = ["Small", "Medium"].map((size) => {
        const name = `Concurrently running builds for ${platform}/${size} environment`;
        return { size, quota: quotas.find(({ QuotaName }) => QuotaName === name) };
      });
      const text = sizes
        .map(({ size, quota }) => `${platform}/${size} ${quota?.Value ?? "unknown"}`)
        .join(", ");
      const known = sizes.filter(({ quota }) => quota?.Value !== undefined);
      const least = known.sort((one, other) => Number(one.quota?.Value) - Number(other.quota?.Value))[0]
        ?.quota;
      if (known.length < sizes.length && least === undefined) {
        return warn(`AWS lists no quota for ${platform}`, lookAtQuotas);
      }
      const { Value: value = 0, QuotaCode: code = "" } = least ?? {};
      const fix = increase("codebuild", code, simultaneousBuilds);
      return value < 1 ? fail(text, fix) : value < simultaneousBuilds ? warn(text, fix) : ok(text);
    },
  };
}

function compare(quota: number | undefined, need: number, unit: string, fix: string): Finding {
  if (quota === undefined) {
    return warn(`AWS lists no such quota; the stages need ${need} ${unit}`, fix);
  }
  return quota < need
    ? warn(`${quota} ${unit}; a stage may need ${need}`, fix)
    : ok(`${quota} ${unit}; a stage may need ${need}`);
}

function increase(service: string, code: string, value: number): string {
  return `aws service-quotas request-service-quota-increase --service-code ${service} --quota-code ${code} --desired-value ${value}`;
}

/**
 * Lists the quotas of a service: those that apply to the account, and the defaults of those that AWS does not list for
 * it. https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_ListServiceQuotas.html
 */
async function listQuotas(client: ServiceQuotasClient, service: string): Promise<readonly ServiceQuota[]> {
  const found: ServiceQuota[] = [];
  for await (const { Quotas = [] } of paginateListServiceQuotas({ client }, { ServiceCode: service })) {
    found.push(...Quotas);
  }
  for await (const { Quotas = [] } of paginateListAWSDefaultServiceQuotas(
    { client },
    { ServiceCode: service },
  )) {
    found.push(...Quotas);
  }
  return found;
}
