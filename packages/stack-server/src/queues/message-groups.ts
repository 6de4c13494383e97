import type { Message } from "./message";

/**
 * The messages of a queue by group, and the groups that are ready. A group is not ready while one of its messages is
 * in flight, and delivers its messages in order.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html
 */
export class MessageGroups {
  readonly #groups = new Map<string, Message[]>();
  /** Groups in the order in which they deliver. A group moves to the end after it has delivered messages. */
  readonly #ready = new Set<string>();

  /** Returns the ready groups. The first group has waited longest. */
  get ready(): readonly string[] {
    return [...this.#ready];
  }

  /** Iterates over all messages that are not deleted. */
  *all(): Iterable<Message> {
    for (const messages of this.#groups.values()) {
      yield* messages;
    }
  }

  /** Returns the messages of a group, oldest first. */
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

  /** Updates whether a group is ready. @returns true if it has become ready */
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

/** Messages are delivered in order, so no message after an undelivered one is in flight. */
function hasInFlight(messages: readonly Message[]): boolean {
  for (const { state, receiveCount } of messages) {
    if (state === "inFlight" || receiveCount === 0) {
      return state === "inFlight";
    }
  }
  return false;
}
