import { defineCommand } from "../command";

export const command = defineCommand({
  group: "operate",
  summary: "Lists the messages that could not be delivered, and delivers them again or drops them.",
  details: `Reads two queues: messages that the outbox cannot deliver, and notifications that reached the maximum
number of attempts.
  list      lists all letters, and hides them from other readers for a moment
  show      prints all details of a letter, without the text of the message
  redrive   delivers each message again at its place in the order, then deletes its letter
  drop      deletes the letters; the messages stay stored until they expire
redrive and drop print the letters first. After a failure, repeat the command: it delivers no text twice.`,
  arguments: {
    stage: { help: "a deployed stage" },
    action: { help: "action", choices: ["list", "show", "redrive", "drop"] },
    letter: { help: "IDs of letters in the list, or their beginnings", many: true },
  },
  options: {
    all: { help: "chooses all letters; drop does not delete letters that arrive while it runs" },
    yes: { help: "required to redrive or drop letters of prod" },
  },
  json: "the letters, or the result for each letter",
  run: async ({ stage, action, letter }, { all, yes }) => {
    const { manageDeadLetters } = await import("../dead-letters/manage-dead-letters");
    return manageDeadLetters({ stage, action, letters: letter, all, meant: yes });
  },
});
