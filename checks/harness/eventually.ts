/** Waits until a function gives something (not `undefined`, not false), for at most twenty seconds. */
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

/** Lets some time pass in which nothing must happen. */
export function aWhile(milliseconds = 1_500): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
