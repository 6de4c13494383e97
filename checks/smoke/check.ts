import type { ChatUrls } from "./chat-urls";
import type { Visit } from "./visit";

/** A promise that a client can see kept. */
export interface Check {
  /** A sentence. */
  readonly title: string;
  /**
   * True: it talks on a channel that has a host.
   * @default false
   */
  readonly needsChannel?: boolean;
  /** @throws ContractError when the promise is not kept */
  readonly run: (urls: ChatUrls, visit: Visit) => Promise<void>;
}
