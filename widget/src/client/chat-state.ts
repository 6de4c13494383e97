import type { ConnectionState } from "./connection";
import type { LocalFile } from "./file-rules";
import type { VisitorStore } from "./key-value-store";
import type { ChatMessage } from "./message";
import type { SocketLock, TabBus } from "./tabs";
import type { TalkSurroundings } from "./talk";

/** The state that the panel shows. */
export interface ChatState {
  /** `following`: another tab owns the socket, and reports the messages that it receives. */
  readonly connection: ConnectionState | "following";
  readonly messages: readonly ChatMessage[];
  /** Whether the newest messages were loaded. */
  readonly isLoaded: boolean;
  /** Whether the server may have older messages. */
  readonly hasOlder: boolean;
  readonly isLoadingOlder: boolean;
  /** Number of messages of the host that the visitor has not seen. */
  readonly unread: number;
  readonly name: string | undefined;
  /** Whether drafts and unsent messages survive a reload. */
  readonly isPersistent: boolean;
  /** Whether leaving the page would lose a draft or an unsent message. */
  readonly wouldLose: boolean;
}

export interface ChatClientProps<F extends LocalFile> extends Omit<TalkSurroundings<F>, "pingMilliseconds"> {
  readonly storage: VisitorStore;
  readonly bus: TabBus;
  readonly lock: SocketLock;
  /** Whether a proxy that closes idle sockets is in front of the server. @default false */
  readonly isProxied?: boolean;
  /** Called after each change. */
  readonly onChange: (state: ChatState) => void;
  /** Called with each message of the host that arrives while the page is open. */
  readonly onMessage: (message: ChatMessage) => void;
}
