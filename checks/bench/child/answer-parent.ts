/** What a program can be asked for, by name. */
export type Abilities = Readonly<Record<string, (parameters: never) => unknown>>;

interface Question {
  readonly name: string;
  readonly parameters: never;
}

/** Has this process answer what its parent asks. What an ability throws ends the process, which says why. */
export function answerParent(abilities: Abilities): void {
  const answer = async ({ name, parameters }: Question) => {
    process.send?.({ result: await abilities[name]?.(parameters) });
  };
  process.on("message", (question: Question) => void answer(question));
  // Whatever a peer leaves behind, the process ends with its parent's interest.
  process.on("disconnect", () => process.exit(0));
}

/** Bytes that this process holds, after garbage is gone: all of it, and what the main thread's objects take. */
export async function memory(): Promise<Memory> {
  for (let round = 0; round < 5; round += 1) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  return { resident: rss, objects: heapUsed + external };
}

export interface Memory {
  readonly resident: number;
  readonly objects: number;
}
