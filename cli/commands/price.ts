import { defineCommand } from "../command";

export const command = defineCommand({
  group: "check",
  summary: "Counts the AWS requests of a message on this machine, and multiplies them by AWS's list prices.",
  details: "The prices are in checks/bench/prices.json.",
  json: "prices, assumptions and counts",
  run: async () => (await import("../../checks/bench/price")).price(),
});
