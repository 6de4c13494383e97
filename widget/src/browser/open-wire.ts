import { subprotocol } from "@kite-chat/protocol";
import type { Wire, WireEvents } from "../client/joined-socket";

/** Opens a WebSocket. */
export function openWire(url: string, events: WireEvents): Wire {
  let socket: WebSocket;
  try {
    socket = new WebSocket(url, subprotocol);
  } catch {
    // Some browsers throw when a Content-Security-Policy forbids the connection.
    setTimeout(() => events.onClose(1006));
    return { send: () => undefined, close: () => undefined };
  }
  socket.onopen = () => events.onOpen();
  // In Chromium, a socket that a Content-Security-Policy forbids fires only an `error` event, and no `close`.
  socket.onerror = () => events.onClose(1006);
  socket.onclose = ({ code }) => events.onClose(code);
  socket.onmessage = ({ data }) => events.onText(String(data));
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) {
        socket.send(text);
      }
    },
    close: () => socket.close(1000),
  };
}
