import { paginateDescribeLogGroups } from "@aws-sdk/client-cloudwatch-logs";
import { functionRoles, PhysicalNames } from "../../constructs/account/physical-names";
import type { Settings } from "../../settings/settings";
import type { Stage } from "../../stacks/stage-props";
import { logClient } from "../aws-clients";
import { accountCheck } from "./account-checks";
import { type Check, ok, skipped, warn } from "./check";

/** Checks that every log group of a stage deletes its logs after some days. */
export function logCheck(settings: Settings, { name: stage, logRetentionDays }: Stage): Check {
  return {
    name: `Logs of ${stage}`,
    needs: [accountCheck],
    fix: "use credentials with logs:DescribeLogGroups",
    run: async () => {
      const names = PhysicalNames.of(settings.deployment);
      const wanted = [
        ...functionRoles.map((role) => `/aws/lambda/${names.function(stage, role)}`),
        names.accessLogGroup(stage, "websocket"),
        names.accessLogGroup(stage, "http"),
      ];
      const found = await findGroups(settings, wanted);
      const forever = [...found].flatMap(([name, days]) => (days === undefined ? [name] : []));
      if (found.size === 0) {
        return skipped("the stage has no log groups");
      }
      return forever.length === 0
        ? ok(`${found.size} log groups, each with a retention`)
        : warn(
            `kept forever: ${forever.join(", ")}`,
            `aws logs put-retention-policy --log-group-name ${forever[0]} --retention-in-days ${logRetentionDays}`,
          );
    },
  };
}

/** Returns the days of retention of the groups that exist, by name. */
async function findGroups(
  settings: Settings,
  names: readonly string[],
): Promise<ReadonlyMap<string, number | undefined>> {
  const client = logClient(settings);
  const found = new Map<string, number | undefined>();
  const search = async (name: string) => {
    // The prefix may find more groups. The one with exactly this name is among the first.
    for await (const { logGroups = [] } of paginateDescribeLogGroups(
      { client },
      { logGroupNamePrefix: name },
    )) {
      const group = logGroups.find(({ logGroupName }) => logGroupName === name);
      if (group !== undefined) {
        found.set(name, group.retentionInDays);
        return;
      }
    }
  };
  await Promise.all(names.map(search));
  return found;
}
