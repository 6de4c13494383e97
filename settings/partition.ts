import { findPartition } from "../constructs/account/partition";
import type { SettingFault } from "./settings-error";

/** Its bills go to a standard account: https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/usage-and-payment.html */
const WITHOUT_BUDGETS = "aws-us-gov";

/** What of a deployment file its region's partition lacks. */
export function partitionFaults(
  file: { readonly region: string; readonly monthlyBudgetUsd?: number | undefined },
  source: string,
): readonly SettingFault[] {
  const found = findPartition(file.region);
  if ("refusedBecause" in found) {
    return [
      {
        name: "region",
        source,
        kind: "wrong",
        got: JSON.stringify(file.region),
        wanted: `a region of another partition: ${found.refusedBecause}`,
        where: "the list of regions in the AWS console",
      },
    ];
  }
  return found.id === WITHOUT_BUDGETS && file.monthlyBudgetUsd !== undefined
    ? [
        {
          name: "monthlyBudgetUsd",
          source,
          kind: "wrong",
          got: `a budget in ${file.region}`,
          wanted: "no budget: AWS GovCloud has no AWS Budgets",
          where: "make the budget in the standard account that pays for this one",
        },
      ]
    : [];
}
