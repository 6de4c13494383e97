import { defineCommand } from "../command";

export const command = defineCommand({
  group: "operate",
  summary: "Checks everything that would make a deploy or the local run fail, and names each fix.",
  details: `Prints a line for each check: ok, warn, fail, or skipped with the reason. It changes nothing, and prints no secret. Exit
code 1: at least one line failed. Without a stack it checks this machine, the account and every stack; local checks only
this machine. A check that needs a permission of operator-changing, such as reading a bot's token, is a warning without it.`,
  arguments: {
    stack: { help: "local, kite-state, kite-build, kite, or an ID such as ada-kite", optional: true },
    stage: { help: "a stage of the stack kite", optional: true },
  },
  json: "the lines",
  run: async ({ stack, stage }) => (await import("../doctor/doctor")).runDoctor(stack, stage),
});
