import { type Clock, second, type Timer } from "./clock";
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
  #timer: Timer | undefined;

  constructor(props: LostFilesProps) {
    this.#props = props;
  }

  /** Asks the other tabs for files, instead of those of an earlier call. @param onLost called with each that none has */
  look(messageIds: readonly string[], onLost: (messageId: string) => void): void {
    this.close();
    this.#found.clear();
    for (const messageId of messageIds) {
      this.#props.post({ v: 1, type: "file wanted", messageId });
    }
    this.#timer = this.#props.clock.setTimeout(() => {
      for (const messageId of messageIds.filter((it) => !this.#found.has(it))) {
        onLost(messageId);
      }
    }, answerMilliseconds);
  }

  /** Expects no more answers. */
  close(): void {
    this.#timer?.cancel();
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
