import type { ConnectionState } from "./connection";
import type { LocalFile } from "./file-rules";
import type { ChatMessage } from "./message";
import type { Storage } from "./storage";
import type { SocketLock, TabBus } from "./tabs";
import type { TalkSurroundings } from "./talk";

/** What there is to show. */
export interface ChatState {
  /** `following`: another tab owns the socket and reports what it receives. */
  readonly connection: ConnectionState | "following";
  readonly messages: readonly ChatMessage[];
  /** The newest messages were loaded. */
  readonly isLoaded: boolean;
  /** The server may have older messages. */
  readonly hasOlder: boolean;
  readonly isLoadingOlder: boolean;
  /** Messages of the host that the visitor has not seen. */
  readonly unread: number;
  readonly name: string | undefined;
  /** What the visitor has typed and not sent would be lost when the page is left. */
  readonly wouldLose: boolean;
}

export interface ChatClientProps<F extends LocalFile> extends Omit<TalkSurroundings<F>, "pingMilliseconds"> {
  readonly storage: Storage;
  readonly bus: TabBus;
  readonly lock: SocketLock;
  /** Whether a proxy that closes idle sockets stands before the server. @default false */
  readonly isProxied?: boolean;
  /** Called after each change. */
  readonly onChange: (state: ChatState) => void;
  /** Called with each message of the host that arrives while the page is open. */
  readonly onMessage: (message: ChatMessage) => void;
}
