import { combine } from "./choices";

const line = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: `${name}${index}` }));
const lines = [line("a", 2), line("b", 3), line("c", 2), line("d", 3), line("e", 2)];

describe("combinations of choices", () => {
  it("take one choice of each line", () => {
    for (const { choices } of combine(lines)) {
      expect(choices.map(({ name }) => name[0])).toEqual(["a", "b", "c", "d", "e"]);
    }
  });

  it("have any three choices of different lines together, and are fewer than all", () => {
    const combined = combine(lines).map(({ choices }) => choices.map(({ name }) => name));

    const missing = lines.flatMap((one, first) =>
      lines
        .slice(first + 1)
        .flatMap((two, second) =>
          lines
            .slice(first + second + 2)
            .flatMap((three) =>
              one.flatMap((a) =>
                two.flatMap((b) =>
                  three
                    .map((c) => [a.name, b.name, c.name])
                    .filter(
                      (triple) => !combined.some((names) => triple.every((name) => names.includes(name))),
                    ),
                ),
              ),
            ),
        ),
    );
    expect(missing).toEqual([]);
    expect(combined.length).toBeLessThan(36);
  });
});
