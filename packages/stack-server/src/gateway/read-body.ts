import type { IncomingMessage } from "node:http";

/** The body of a request, or why there is none. */
export type BodyOutcome =
  | { readonly kind: "body"; readonly bytes: Buffer }
  | { readonly kind: "tooLarge" }
  | { readonly kind: "aborted" };

/** Reads a request's body as long as it has at most `largest` bytes; never rejects. */
export function readBody(request: IncomingMessage, largest: number): Promise<BodyOutcome> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > largest) {
        chunks.length = 0;
        // What still comes is let pass unread, so that the client can read the refusal.
        request.removeAllListeners("data");
        request.resume();
        resolve({ kind: "tooLarge" });
      } else {
        chunks.push(chunk);
      }
    });
    request.on("end", () => resolve({ kind: "body", bytes: Buffer.concat(chunks) }));
    request.on("error", () => resolve({ kind: "aborted" }));
    request.on("close", () => resolve({ kind: "aborted" }));
  });
}
