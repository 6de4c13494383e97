import { BudgetsBudget } from "@cdktf/provider-aws/lib/budgets-budget";
import { Construct } from "constructs";

/** Percentages of the limit at which AWS sends a notice. */
const stepsPercent = [50, 80, 100];

export interface MonthlyBudgetProps {
  /** Name of the budget, unique in the account. */
  readonly name: string;
  readonly limitUsd: number;
  /**
   * Cost allocation tag as `key$value`. Only resources with this tag count.
   * @default - the whole account counts
   */
  readonly tag?: string | undefined;
  readonly topicArn: string;
}

/** Creates a budget that sends a notice at 50, 80 and 100 % of a month's limit, and when the forecast exceeds it. */
export class MonthlyBudget extends Construct {
  constructor(scope: Construct, id: string, props: MonthlyBudgetProps) {
    super(scope, id);
    const tell = (notificationType: "ACTUAL" | "FORECASTED", threshold: number) => ({
      comparisonOperator: "GREATER_THAN",
      threshold,
      thresholdType: "PERCENTAGE",
      notificationType,
      subscriberSnsTopicArns: [props.topicArn],
    });
    new BudgetsBudget(this, "Budget", {
      name: props.name,
      budgetType: "COST",
      timeUnit: "MONTHLY",
      limitAmount: String(props.limitUsd),
      limitUnit: "USD",
      ...(props.tag && { costFilter: [{ name: "TagKeyValue", values: [`user:${props.tag}`] }] }),
      notification: [...stepsPercent.map((step) => tell("ACTUAL", step)), tell("FORECASTED", 100)],
    });
  }
}
