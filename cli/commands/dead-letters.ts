import { defineCommand } from "../command";

export const command = defineCommand({
  group: "operate",
  summary: "Lists the messages that could not be delivered, and delivers them again or drops them.",
  details: `Reads two queues: messages that the outbox gave up, and notifications that ran out of attempts.
  list      lists all letters; none is lost by that, but each is hidden from other readers for a moment
  show      prints everything that is known of a letter; the text of the message is not part of it
  redrive   delivers the messages again in their place in the order, and deletes each letter after that
  drop      deletes the letters; the messages stay stored until they expire
redrive and drop print the letters first. Either can be repeated after a failure: no text is delivered twice by that.`,
  arguments: {
    stage: { help: "a deployed stage" },
    action: { help: "action", choices: ["list", "show", "redrive", "drop"] },
    letter: { help: "IDs of letters in the list, or their beginnings", many: true },
  },
  options: {
    all: { help: "chooses all letters; drop leaves those that arrive meanwhile" },
    yes: { help: "required to redrive or drop letters of prod" },
  },
  json: "the letters, or what was done with each",
  run: async ({ stage, action, letter }, { all, yes }) => {
    const { manageDeadLetters } = await import("../dead-letters/manage-dead-letters");
    return manageDeadLetters({ stage, action, letters: letter, all, meant: yes });
  },
});
