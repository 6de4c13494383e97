/** Returns what to print about an error: its message as one line that ends with a period. */
export function explain(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const line = message.trim().replace(/\s*\n\s*/g, " ");
  return `stack-server: ${line.replace(/[^.!?]$/, "$&.")}`;
}
