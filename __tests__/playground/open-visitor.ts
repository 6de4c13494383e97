import { WebSocket } from "ws";

/** A visitor over a real WebSocket, frame by frame. */
export interface Visitor {
  /** Sends a frame (a string as it is) and waits for the next one from the server. */
  ask(frame: string | readonly unknown[]): Promise<unknown>;
  /** The next frame; a text that is no JSON comes as it is. */
  next(): Promise<unknown>;
  close(): void;
}

export async function openVisitor(url: string): Promise<Visitor> {
  const socket = new WebSocket(url, "k1te.chat.v1");
  const ready: unknown[] = [];
  const waiting: ((frame: unknown) => void)[] = [];
  socket.on("message", (data) => {
    const frame = parse(String(data));
    const take = waiting.shift();
    if (take === undefined) {
      ready.push(frame);
    } else {
      take(frame);
    }
  });
  await new Promise((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });
  const next = () =>
    ready.length > 0 ? Promise.resolve(ready.shift()) : new Promise((resolve) => waiting.push(resolve));
  return {
    next,
    ask: (frame) => {
      socket.send(typeof frame === "string" ? frame : JSON.stringify(frame));
      return next();
    },
    close: () => socket.close(),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
