/** Explains a fault to the developer of the page, in the console. */
export function explain(reason: string): void {
  // biome-ignore lint/suspicious/noConsole: a visitor never sees this, and the page's developer looks there
  console.warn(`Kite: ${reason}`);
}
