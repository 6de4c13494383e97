import { defineCommand } from "../command";

export const command = defineCommand({
  group: "operate",
  summary: "Prints who has locked the state of a stack, and removes the lock with --yes.",
  details: `Terraform locks a state in the bucket while it runs, and leaves the lock behind if it is killed. Make sure that the run
of the holder has ended. The command never removes a lock that another run creates in the meantime. Exit code 1: the
state is still locked.`,
  arguments: { stack: { help: "kite-state, kite-build or kite, or an ID such as ada-kite" } },
  options: { yes: { help: "removes the lock" } },
  json: "the lock",
  run: async ({ stack }, { yes }) => (await import("../state/unlock")).unlock(stack, yes),
});
