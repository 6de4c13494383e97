import { BudgetsBudget } from "@cdktf/provider-aws/lib/budgets-budget";
import { Construct } from "constructs";

/** Percent of the limit that are told when they are spent. */
const stepsPercent = [50, 80, 100];

export interface MonthlyBudgetProps {
  /** One for the account. */
  readonly name: string;
  readonly limitUsd: number;
  /**
   * A tag that billing knows, as `key$value`; what carries it counts.
   * @default - the whole account counts
   */
  readonly tag?: string | undefined;
  readonly topicArn: string;
}

/** Tells when 50, 80 and 100 % of a month's limit are spent, and when a forecast goes above it. */
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
