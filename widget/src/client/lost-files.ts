import { type Clock, second } from "./clock";
import type { TabMessage } from "./tabs";

/** Time in which another tab must answer that it has a file. */
const answerMilliseconds = second;

export interface LostFilesProps {
  readonly post: (message: TabMessage) => void;
  readonly clock: Clock;
  /** Returns whether this page has the file of a message. */
  readonly hasFile: (messageId: string) => boolean;
}

/** Finds the files that no open page has any more. They cannot be sent: the visitor is asked for them again. */
export class LostFiles {
  readonly #props: LostFilesProps;
  readonly #found = new Set<string>();

  constructor(props: LostFilesProps) {
    this.#props = props;
  }

  /** Asks the other tabs for files. @param onLost called with each file that none of them has */
  look(messageIds: readonly string[], onLost: (messageId: string) => void): void {
    for (const messageId of messageIds) {
      this.#props.post({ v: 1, type: "file wanted", messageId });
    }
    if (messageIds.length > 0) {
      this.#props.clock.setTimeout(() => {
        for (const messageId of messageIds.filter((it) => !this.#found.has(it))) {
          onLost(messageId);
        }
      }, answerMilliseconds);
    }
  }

  /** Answers the question of another tab. */
  answer(messageId: string): void {
    if (this.#props.hasFile(messageId)) {
      this.#props.post({ v: 1, type: "file found", messageId });
    }
  }

  /** Notes the answer of another tab. */
  note(messageId: string): void {
    this.#found.add(messageId);
  }
}
