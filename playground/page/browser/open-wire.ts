import { subprotocol } from "@kite-chat/protocol";
import type { Wire, WireEvents } from "../talk/connection";

/**
 * Opens a WebSocket.
 *
 * @param onFrame Called with each frame that goes out or comes in.
 */
export function openWire(
  url: string,
  events: WireEvents,
  onFrame: (direction: "out" | "in", text: string) => void,
): Wire {
  const socket = new WebSocket(url, subprotocol);
  socket.addEventListener("open", () => events.onOpen());
  socket.addEventListener("close", () => events.onClose());
  socket.addEventListener("message", ({ data }) => {
    onFrame("in", String(data));
    events.onText(String(data));
  });
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) {
        onFrame("out", text);
        socket.send(text);
      }
    },
    close: () => socket.close(),
  };
}
