import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const repository = join(__dirname, "..");

/** Which rooms a room may import from, besides itself. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  "lambda-src/chat": [],
  "lambda-src/entrance": ["lambda-src/chat"],
  "lambda-src/websocket": ["lambda-src/chat", "lambda-src/entrance"],
  "lambda-src/telegram": ["lambda-src/chat"],
  "lambda-src/files": ["lambda-src/chat", "lambda-src/entrance"],
  "lambda-src/aws": ["lambda-src/chat", "lambda-src/entrance", "lambda-src/websocket", "lambda-src/telegram"],
  local: [],
  settings: [],
  constructs: ["settings"],
  stacks: ["constructs", "settings"],
  playground: ["local", "settings"],
  // Held against any server of the chat, so it knows none.
  smoke: [],
  e2e: ["playground"],
  checks: ["local", "playground", "settings"],
};

function filesIn(room: string): readonly string[] {
  return readdirSync(join(repository, room), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.m?ts$|\.mjs$/.test(name))
    .map((name) => join(repository, room, name));
}

/** What a file imports, as it stands there. */
function importsOf(file: string): readonly string[] {
  const source = readFileSync(file, "utf8");
  return [...source.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map(([, specifier]) => specifier ?? "");
}

/** Imports that lead out of a room to where it may not go, as `file → import`. */
function trespasses(room: string, allowed: readonly string[]): readonly string[] {
  const isAllowed = (path: string) => [room, ...allowed].some((it) => path.startsWith(`${it}/`));
  return filesIn(room).flatMap((file) =>
    importsOf(file)
      .filter((specifier) => specifier.startsWith("."))
      .map((specifier) => relative(repository, join(dirname(file), specifier)))
      .filter((path) => !isAllowed(path))
      .map((path) => `${relative(repository, file)} → ${path}`),
  );
}

describe("the rooms", () => {
  it.each(Object.entries(rooms))("%s knows no other room than %j", (room, allowed) => {
    expect(trespasses(room, allowed)).toEqual([]);
  });

  it("finds a trespass where there is one", () => {
    expect(trespasses("playground", [])).not.toEqual([]);
  });
});

describe("the core of the chat", () => {
  it("uses Node's own crypto and no package", () => {
    const packages = filesIn("lambda-src/chat")
      .flatMap(importsOf)
      .filter((specifier) => !specifier.startsWith("."));

    expect(packages.filter((it) => it !== "node:crypto")).toEqual([]);
  });

  it("reads no environment", () => {
    const readers = filesIn("lambda-src/chat").filter((file) =>
      readFileSync(file, "utf8").includes("process."),
    );

    expect(readers).toEqual([]);
  });
});
