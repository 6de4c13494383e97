import { type Clock, second, type Timer } from "./clock";
import type { LocalFile } from "./file-rules";
import type { Sender } from "./sender";
import type { TabMessage } from "./tabs";

/** Time within which another tab must answer that it has a file. */
const answerMilliseconds = second;

export interface LostFilesProps {
  readonly post: (message: TabMessage) => void;
  readonly clock: Clock;
  readonly sender: Pick<Sender<LocalFile>, "missingFiles" | "hasFile" | "markLost">;
}

/**
 * Finds the unsent files that no open page has any more. They cannot be sent, so the visitor is asked to choose them
 * again.
 */
export class LostFiles {
  readonly #props: LostFilesProps;
  readonly #found = new Set<string>();
  #timer: Timer | undefined;

  constructor(props: LostFilesProps) {
    this.#props = props;
  }

  /** Asks the other tabs for the files that this page does not have, and marks those that none of them has as lost. */
  look(): void {
    const { post, clock, sender } = this.#props;
    const missing = sender.missingFiles;
    this.close();
    this.#found.clear();
    for (const messageId of missing) {
      post({ type: "file wanted", messageId });
    }
    this.#timer = clock.setTimeout(() => {
      for (const messageId of missing.filter((it) => !this.#found.has(it))) {
        sender.markLost(messageId);
      }
    }, answerMilliseconds);
  }

  /** Answers the request of another tab, if this page has the file. */
  answer(messageId: string): void {
    if (this.#props.sender.hasFile(messageId)) {
      this.#props.post({ type: "file found", messageId });
    }
  }

  /** Notes the answer of another tab. */
  note(messageId: string): void {
    this.#found.add(messageId);
  }

  /** Stops waiting for answers. */
  close(): void {
    this.#timer?.cancel();
  }
}
