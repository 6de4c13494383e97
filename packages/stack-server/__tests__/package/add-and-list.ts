import { connect } from "../gateway/sample-gateway";

/** Adds two todos over a real WebSocket. Returns the sorted texts of the resulting list. */
export async function addAndList(printed: string): Promise<readonly string[]> {
  const [url = "no WebSocket URL was printed"] = /ws:\S+/.exec(printed) ?? [];
  const { socket, next } = await connect(url);
  try {
    for (const text of ["buy milk", "water the plants"]) {
      socket.send(JSON.stringify({ action: "add", text }));
      await next();
    }
    socket.send(JSON.stringify({ action: "list" }));
    const { todos } = JSON.parse(await next()) as { readonly todos: readonly string[] };
    return todos.toSorted();
  } finally {
    socket.close();
  }
}
