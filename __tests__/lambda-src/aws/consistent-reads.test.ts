import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryFolder } from "../../../constructs/repository";

const folder = join(repositoryFolder, "lambda-src/aws");

/** A read of a table, with its source text. */
interface Read {
  readonly file: string;
  readonly source: string;
}

/** Returns the reads in a source text, each up to the parenthesis that closes the call. */
function readsIn(file: string, text: string): readonly Read[] {
  const calls = text.matchAll(
    /\bnew (?:Get|Query|Scan|BatchGet|TransactGet)Command\(|\bpaginate(?:Query|Scan)\(/g,
  );
  return [...calls].map(({ index, 0: start }) => {
    let end = index + start.length;
    for (let depth = 1; depth > 0; end += 1) {
      depth += text[end] === "(" ? 1 : text[end] === ")" ? -1 : 0;
    }
    return { file, source: text.slice(index, end) };
  });
}

const isConsistent = ({ source }: Read) => /\bConsistentRead: true\b/.test(source);

describe("a read of a table", () => {
  const reads = readdirSync(folder).flatMap((file) =>
    readsIn(file, readFileSync(join(folder, file), "utf8")),
  );

  it("is consistent, except for the list of a channel's members, which affects no delivery", () => {
    const others = reads.filter((read) => !isConsistent(read));

    // A global index cannot be read consistently. /drop reads the index again until it stays empty, and /info only
    // shows a count.
    expect(others).toEqual([
      { file: "channel-members.ts", source: expect.stringContaining('IndexName: "byChannel"') },
    ]);
    expect(reads.length).toBeGreaterThan(5);
  });

  it.each([
    ["new GetCommand({ TableName, Key: keyOf(member) })", false],
    ["new GetCommand({ TableName, Key: keyOf(member), ConsistentRead: true })", true],
    ["paginateScan({ client }, { TableName }); const ConsistentRead: true", false],
  ])("is recognized as consistent or not: %s", (source, expected) => {
    expect(readsIn("a.ts", source).map(isConsistent)).toEqual([expected]);
  });
});
