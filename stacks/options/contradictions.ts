import { findPartition } from "../../constructs/account/partition";
import { type KiteValues, kiteOptions } from "./kite-options";
import { type OptionFault, optionFault } from "./option-fault";

/** AWS GovCloud has no AWS Budgets: it is billed to a standard account. https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/usage-and-payment.html */
const withoutBudgets = "aws-us-gov";

type Values = Pick<
  KiteValues,
  "region" | "domainName" | "cloudflareProxy" | "monthlyBudgetUsd" | "budgetTag"
>;

/** Returns contradictions between options that are valid individually. */
export function contradictionsIn(values: Values, source: string): readonly OptionFault[] {
  const { region, domainName, cloudflareProxy, monthlyBudgetUsd, budgetTag } = values;
  const faults: OptionFault[] = [];
  const add = (name: string, received: string, help: Pick<OptionFault, "expected" | "where">) =>
    faults.push(optionFault(name, source, received, help));
  const partition = findPartition(region);
  if ("refusedBecause" in partition) {
    add("region", JSON.stringify(region), {
      expected: `a region of another partition, because ${partition.refusedBecause}`,
      where: "the list of regions in the AWS console",
    });
  } else if (partition.id === withoutBudgets && monthlyBudgetUsd !== undefined) {
    add("monthlyBudgetUsd", `a budget in ${region}`, {
      expected: "no budget, because AWS GovCloud has no AWS Budgets",
      where: "create the budget in the standard account that pays for this one",
    });
  }
  if (cloudflareProxy && domainName === undefined) {
    add("cloudflareProxy", "true, without a domainName", kiteOptions.cloudflareProxy);
  }
  if (budgetTag !== undefined && monthlyBudgetUsd === undefined) {
    add("budgetTag", "a tag, without monthlyBudgetUsd", kiteOptions.budgetTag);
  }
  return faults;
}
