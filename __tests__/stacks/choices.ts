/** A choice: what it adds to the deployment file, and to the environment. */
export interface Choice {
  readonly name: string;
  readonly file?: object;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Returns every combination of one choice of each line. */
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
