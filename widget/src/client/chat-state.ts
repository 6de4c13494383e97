import type { ConnectionState } from "./connection";
import type { LocalFile } from "./file-rules";
import type { VisitorStore } from "./key-value-store";
import type { ChatMessage } from "./message";
import type { SocketOwner } from "./socket-owner";
import type { SocketLock, TabBus } from "./tabs";
import type { Talk, TalkSurroundings } from "./talk";

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

/** Returns the state of the visitor's talk, as this tab shows it. */
export function stateOf<F extends LocalFile>(
  { messages, history, connection, identity, notes, sender }: Talk<F>,
  { isFollowing }: SocketOwner,
  { isPersistent }: VisitorStore,
): ChatState {
  return {
    connection: isFollowing ? "following" : connection.state,
    messages,
    isLoaded: history.isLoaded,
    hasOlder: history.hasOlder,
    isLoadingOlder: history.isLoaded && history.isLoading,
    unread: messages.filter(({ from, timestamp }) => from === "host" && timestamp > notes.readUntil).length,
    name: identity.name,
    isPersistent,
    wouldLose:
      (!isPersistent && (notes.draft !== "" || sender.hasUnsent)) ||
      messages.some(({ file, status }) => status === "sending" && file !== undefined && !file.url),
  };
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
