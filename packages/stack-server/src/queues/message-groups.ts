import type { Message } from "./message";

/**
 * The messages of a queue in their groups, and which groups have something to give. A group gives nothing while a
 * message of it is in flight, and never a message before an older one.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html
 */
export class MessageGroups {
  readonly #groups = new Map<string, Message[]>();
  /** Groups in whose turn it is to give; one that gave goes to the end. */
  readonly #ready = new Set<string>();

  /** The groups that can give now, first the one that waits longest. */
  get ready(): readonly string[] {
    return [...this.#ready];
  }

  /** Every message that is not deleted. */
  *all(): Iterable<Message> {
    for (const messages of this.#groups.values()) {
      yield* messages;
    }
  }

  /** The messages of one group, the oldest first. */
  of(group: string): readonly Message[] {
    return this.#groups.get(group) ?? [];
  }

  add(group: string, message: Message): void {
    const messages = this.#groups.get(group);
    if (messages === undefined) {
      this.#groups.set(group, [message]);
    } else {
      messages.push(message);
    }
  }

  remove(group: string, message: Message): void {
    const messages = this.#groups.get(group) ?? [];
    const index = messages.indexOf(message);
    if (index >= 0) {
      messages.splice(index, 1);
    }
    if (messages.length === 0) {
      this.#groups.delete(group);
    }
  }

  /** Looks again whether the group can give. @returns true when it can now and could not before */
  refresh(group: string): boolean {
    const messages = this.of(group);
    const canGive = messages[0]?.state === "visible" && !hasInFlight(messages);
    const before = this.#ready.has(group);
    if (canGive) {
      this.#ready.add(group);
    } else {
      this.#ready.delete(group);
    }
    return canGive && !before;
  }
}

/** Messages are given in order: behind one that never was, none is in flight. */
function hasInFlight(messages: readonly Message[]): boolean {
  for (const { state, receiveCount } of messages) {
    if (state === "inFlight" || receiveCount === 0) {
      return state === "inFlight";
    }
  }
  return false;
}
