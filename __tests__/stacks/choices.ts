/** A choice: what it adds to the deployment file, and to the environment. */
export interface Choice {
  readonly name: string;
  readonly file?: object;
  readonly environment?: Readonly<Record<string, string>>;
}

/** One choice of each line. */
export interface Combination {
  readonly title: string;
  readonly choices: readonly Choice[];
}

/**
 * Combines choices so that any three of different lines stand together at least once: a fault that takes four choices
 * to show is rare, and all combinations are six times as many. See "Software fault interactions and implications for
 * software testing" (Kuhn, Wallace, Gallo; IEEE Transactions on Software Engineering 30, 2004).
 */
export function combine(lines: readonly (readonly Choice[])[]): readonly Combination[] {
  let all = lines
    .reduce<readonly (readonly Choice[])[]>(
      (combinations, line) => combinations.flatMap((chosen) => line.map((choice) => [...chosen, choice])),
      [[]],
    )
    .map((choices) => ({ choices, triples: triplesOf(choices) }));
  const missing = new Set(all.flatMap(({ triples }) => triples));
  const combined: Combination[] = [];
  const gain = (triples: readonly string[]) => triples.filter((triple) => missing.has(triple)).length;
  while (missing.size > 0) {
    const [best = { choices: [], triples: [] }] = all.sort((a, b) => gain(b.triples) - gain(a.triples));
    combined.push({ title: best.choices.map(({ name }) => name).join(", "), choices: best.choices });
    for (const triple of best.triples) {
      missing.delete(triple);
    }
    all = all.slice(1);
  }
  return combined;
}

function triplesOf(choices: readonly Choice[]): readonly string[] {
  const names = choices.map(({ name }) => name);
  return names.flatMap((one, first) =>
    names
      .slice(first + 1)
      .flatMap((two, second) =>
        names.slice(first + second + 2).map((three) => [one, two, three].join(" + ")),
      ),
  );
}
