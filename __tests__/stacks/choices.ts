/** Keys that a choice adds to the deployment file, and variables that it adds to the environment. */
export interface Choice {
  readonly name: string;
  readonly file?: object;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Returns all combinations with one choice from each line. */
export function combine(
  lines: readonly (readonly Choice[])[],
): readonly { readonly title: string; readonly choices: readonly Choice[] }[] {
  return lines
    .reduce<readonly (readonly Choice[])[]>(
      (all, choices) => all.flatMap((chosen) => choices.map((choice) => [...chosen, choice])),
      [[]],
    )
    .map((choices) => ({ title: choices.map(({ name }) => name).join(", "), choices }));
}
