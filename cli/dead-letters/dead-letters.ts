import { UserError } from "../../constructs/user-error";
import type { CommandResult } from "../command";
import { printable, say } from "../output";
import {
  describeFully,
  describeLetter,
  factsOf,
  type LetterFacts,
  type LetterKind,
  subjectOf,
} from "./describe-letter";
import type { Letter, LetterQueue } from "./letter-queue";

/** A queue of dead letters of a stage. */
export interface DeadLetterQueue {
  readonly kind: LetterKind;
  readonly name: string;
  readonly queue: LetterQueue;
}

/** The chosen letters: a list of IDs or their first characters, or all letters. */
export type Choice = readonly string[] | "all";

/** A letter with its queue. */
interface Found {
  readonly from: DeadLetterQueue;
  readonly facts: LetterFacts;
}

/** Result of an action for one letter. */
interface Outcome {
  /** Whether the action is complete, so that the letter can be deleted. */
  readonly isDone: boolean;
  readonly text: string;
}

const titles: Readonly<Record<LetterKind, string>> = {
  message: "Undeliverable messages",
  notification: "Notifications that reached the maximum number of attempts",
};

/** Lists the letters of all queues, and reports how many could not be received. */
export async function listLetters(queues: readonly DeadLetterQueue[]): Promise<CommandResult> {
  const sections: string[] = [];
  const json: { letters: LetterFacts[]; unseen: number } = { letters: [], unseen: 0 };
  for (const { from, found, unseen } of await Promise.all(queues.map(receive))) {
    json.letters.push(...found.map(({ facts }) => facts));
    json.unseen += unseen;
    sections.push(
      `${titles[from.kind]} (${from.name}): ${found.length === 0 && unseen === 0 ? "none" : found.length}`,
      ...found.map(({ facts }) => `  ${describeLetter(facts)}`),
      ...(unseen > 0 ? [`  ${describeUnseen(unseen)}`] : []),
    );
  }
  return { json, text: sections.join("\n") };
}

/** Prints all details of the chosen letters, without the texts of the messages. */
export async function showLetters(
  queues: readonly DeadLetterQueue[],
  choice: Choice,
): Promise<CommandResult> {
  const found = await findChosen(queues, choice);
  return {
    json: found.map(({ facts }) => facts),
    text: found.map(({ facts }) => describeFully(facts)).join("\n\n"),
  };
}

/**
 * Performs an action on the chosen letters, and deletes each letter when its action is complete. It can be repeated
 * after any failure, because a letter is deleted last.
 * @param verb the action, for the messages
 * @param confirm called after the letters are printed; throws if the user does not confirm
 * @param act performs the action on one letter
 * @param alsoUnseen whether to include letters that could not be listed; they can be received after the letters before
 * them are deleted
 */
export async function handleLetters(
  queues: readonly DeadLetterQueue[],
  choice: Choice,
  {
    verb,
    confirm,
    act,
    alsoUnseen,
  }: {
    readonly verb: string;
    readonly confirm: () => void;
    readonly act: (facts: LetterFacts, letter: Letter, queue: LetterQueue) => Promise<Outcome>;
    readonly alsoUnseen: boolean;
  },
): Promise<CommandResult> {
  const planned = await findChosen(queues, choice);
  if (planned.length === 0) {
    return { json: [], text: "There are no dead letters." };
  }
  say(`To do: ${verb} ${count(planned.length)}:`);
  for (const { facts } of planned) {
    say(`  ${describeLetter(facts)}`);
  }
  confirm();
  const ids = new Set(planned.map(({ facts }) => facts.id));
  const subjects = new Set<string>();
  const results: { id: string; done: boolean; text: string }[] = [];
  for (const { kind, queue } of queues) {
    for await (const letter of queue.receiveAll()) {
      const facts = factsOf(kind, letter);
      const isNext = alsoUnseen && choice === "all" && !subjects.has(subjectOf(facts));
      if (!(ids.has(letter.id) || isNext) || !(await queue.keep(letter))) {
        continue;
      }
      subjects.add(subjectOf(facts));
      const { isDone, text } = await act(facts, letter, queue);
      if (isDone) {
        await queue.delete(letter);
      }
      ids.delete(letter.id);
      results.push({ id: letter.id, done: isDone, text });
      say(printable(`${letter.id}: ${text}`));
    }
  }
  const failed = results.filter(({ done }) => !done).length + ids.size;
  for (const id of ids) {
    results.push({ id, done: false, text: "another reader has received it" });
    say(`${id}: another reader has received it, for example this command in another terminal.`);
  }
  return {
    json: results,
    ...(failed > 0 && {
      failure: `${count(failed)} stayed in the queue: see above. Run the command again when the cause is fixed.`,
    }),
  };
}

/**
 * Finds each chosen letter, once even if it is named twice.
 * @throws UserError if a chosen letter is not there, or two begin with the same characters
 */
async function findChosen(queues: readonly DeadLetterQueue[], choice: Choice): Promise<readonly Found[]> {
  const all: Found[] = [];
  let unseen = 0;
  for (const received of await Promise.all(queues.map(receive))) {
    all.push(...received.found);
    unseen += received.unseen;
  }
  if (choice === "all") {
    return all;
  }
  const chosen = choice.map((id) => {
    const [found, other] = all.filter(({ facts }) => facts.id.startsWith(id));
    if (found === undefined) {
      const behind = unseen > 0 ? ` ${describeUnseen(unseen)}` : "";
      throw new UserError(`<letter>: expected the ID of a letter in the list, received "${id}".${behind}`);
    }
    if (other !== undefined) {
      throw new UserError(`<letter>: "${id}" is the beginning of several IDs. Add more characters.`);
    }
    return found;
  });
  return [...new Set(chosen)];
}

async function receive(from: DeadLetterQueue) {
  const total = await from.queue.count();
  const found: Found[] = [];
  for await (const letter of from.queue.receiveAll()) {
    found.push({ from, facts: factsOf(from.kind, letter) });
  }
  return { from, found, unseen: Math.max(0, total - found.length) };
}

function describeUnseen(unseen: number): string {
  return `About ${unseen} more cannot be received now: another reader has received them, or they follow the first ten letters of a conversation. Redrive or drop those ten, or wait two minutes, then list again.`;
}

function count(letters: number): string {
  return letters === 1 ? "1 letter" : `${letters} letters`;
}
