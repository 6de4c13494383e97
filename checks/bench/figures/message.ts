import { aimDollars, assumptions } from "../price/assumptions";
import { bill, halfAndHalf, hostUsage, visitorUsage } from "../price/bill";
import { measure } from "../price/measure";
import prices from "../prices.json";
import type { Figure, Measurement } from "./figure";

/** Measures the DynamoDB units of a message, and the price of a million messages: see `npx kite price`. */
export const message: Measurement = async ({ stackDirectory }) => {
  const { single } = await measure(stackDirectory);
  const [toHost, toVisitor] = [visitorUsage(single, assumptions), hostUsage(single, assumptions)];
  const { total } = bill(halfAndHalf(toHost, toVisitor), prices.dollarsPerMillion);
  const { reads, writes } = single.dispatcher;
  const units = (id: string, what: string, value: number, aim?: number): Figure => ({
    id,
    what,
    unit: "units",
    value,
    ...(aim !== undefined && { aim }),
  });
  const untilHost = "of a visitor's text, until the host has it";
  return [
    units("text-reads", "reads of the dispatcher for a visitor's text", reads, 1),
    units("text-writes", "writes of the dispatcher for a visitor's text", writes, 2),
    units("text-read-units", `DynamoDB read units ${untilHost}`, toHost.dynamodbReadUnits),
    units("text-write-units", `DynamoDB write units ${untilHost}`, toHost.dynamodbWriteUnits),
    units("reply-write-units", "DynamoDB write units of a host's reply", toVisitor.dynamodbWriteUnits),
    {
      id: "million-messages",
      what: "a million messages, half each way, by list price",
      unit: "$",
      value: total,
      aim: aimDollars,
    },
  ];
};
