/** Functions that the parent can call, by name. */
export type Abilities = Readonly<Record<string, (parameters: never) => unknown>>;

interface Question {
  readonly name: string;
  readonly parameters: never;
}

/** Answers the calls of the parent process. An error in a function is printed and ends the process. */
export function answerParent(abilities: Abilities): void {
  const answer = async ({ name, parameters }: Question) => {
    process.send?.({ result: await abilities[name]?.(parameters) });
  };
  process.on("message", (question: Question) => void answer(question));
  // The process ends when the parent disconnects, even if the program still has open sockets or timers.
  process.on("disconnect", () => process.exit(0));
}

/** Returns the memory after garbage collection, in bytes: of the whole process, and of the main thread's heap. */
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
