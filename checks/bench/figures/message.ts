import { aimDollars, assumptions } from "../price/assumptions";
import { bill, halfAndHalf, hostUsage, visitorUsage } from "../price/bill";
import { measure } from "../price/measure";
import prices from "../prices.json";
import type { Measurement } from "./figure";

/** What a message asks of DynamoDB, and what a million of them cost: `npx kite price` shows how. */
export const message: Measurement = async ({ stackDirectory }) => {
  const { single } = await measure(stackDirectory);
  const [toHost, toVisitor] = [visitorUsage(single, assumptions), hostUsage(single, assumptions)];
  const { total } = bill(halfAndHalf(toHost, toVisitor), prices.dollarsPerMillion);
  return [
    {
      id: "text-reads",
      what: "reads of the dispatcher for a visitor's text",
      unit: "units",
      value: single.dispatcher.reads,
      aim: 1,
    },
    {
      id: "text-writes",
      what: "writes of the dispatcher for a visitor's text",
      unit: "units",
      value: single.dispatcher.writes,
      aim: 2,
    },
    {
      id: "text-read-units",
      what: "DynamoDB read units of a visitor's text, until the host has it",
      unit: "units",
      value: toHost.dynamodbReadUnits,
    },
    {
      id: "text-write-units",
      what: "DynamoDB write units of a visitor's text, until the host has it",
      unit: "units",
      value: toHost.dynamodbWriteUnits,
    },
    {
      id: "reply-write-units",
      what: "DynamoDB write units of a host's reply",
      unit: "units",
      value: toVisitor.dynamodbWriteUnits,
    },
    {
      id: "million-messages",
      what: "a million messages, half each way, by list price",
      unit: "$",
      value: total,
      aim: aimDollars,
    },
  ];
};
