/** Waits up to twenty seconds until a function returns a value other than `undefined` and false. */
export async function eventually<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  const end = Date.now() + 20_000;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) {
      return found;
    }
    if (Date.now() > end) {
      throw new Error(`Not within twenty seconds: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Waits for a period during which the caller expects that nothing happens. */
export function aWhile(milliseconds = 1_500): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
