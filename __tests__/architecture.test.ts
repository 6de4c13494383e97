import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { trackedFiles } from "../cli/security/scan-secrets";

const repository = join(__dirname, "..");

/**
 * Each folder, and the folders that it may import from. A subfolder has its own row only if its allowed imports differ.
 * docs/architecture.md shows the same arrows.
 */
const folders: Readonly<Record<string, readonly string[]>> = {
  "main.ts": ["settings", "stacks", "constructs"],
  stacks: ["constructs", "lambda-src/aws"],
  constructs: ["launcher"],
  launcher: [],
  settings: ["stacks", "constructs", "protocol"],
  protocol: [],
  "widget/src/client": ["protocol"],
  widget: ["protocol"],
  "lambda-src/request-dispatcher": [
    "lambda-src/wiring",
    "lambda-src/websocket",
    "lambda-src/telegram",
    "lambda-src/files",
    "lambda-src/aws",
  ],
  "lambda-src/outbox": ["lambda-src/wiring", "lambda-src/aws", "lambda-src/chat"],
  "lambda-src/lifecycle-handler": ["lambda-src/telegram", "lambda-src/aws"],
  "lambda-src/alarm-forwarder": ["lambda-src/aws"],
  "lambda-src/widget": ["lambda-src/aws", "protocol"],
  "lambda-src/wiring": ["lambda-src/aws", "lambda-src/telegram", "lambda-src/chat"],
  "lambda-src/aws": [
    "lambda-src/websocket",
    "lambda-src/telegram",
    "lambda-src/ingress",
    "lambda-src/chat",
    "protocol",
  ],
  "lambda-src/websocket": ["lambda-src/ingress", "lambda-src/chat", "protocol"],
  "lambda-src/files": ["lambda-src/ingress", "lambda-src/chat"],
  "lambda-src/telegram": ["lambda-src/chat", "protocol"],
  "lambda-src/ingress": [],
  "lambda-src/chat": ["protocol"],
  "packages/stack-server": [],
  "packages/bot-api-server": [],
  playground: [
    "launcher",
    "packages/stack-server",
    "packages/bot-api-server",
    "settings",
    "stacks",
    "constructs",
    "protocol",
  ],
  "checks/smoke": ["checks/harness/client", "protocol"],
  "checks/e2e": ["checks/harness", "playground", "widget"],
  "checks/harness/client": ["protocol"],
  "checks/harness": ["packages/stack-server", "packages/bot-api-server", "protocol"],
  "checks/sweep": [
    "checks/harness",
    "playground",
    "packages/stack-server",
    "packages/bot-api-server",
    "constructs",
  ],
  "checks/code": ["constructs"],
  "checks/prose": ["constructs"],
  "checks/bench": ["checks/harness", "playground", "packages/stack-server", "constructs", "widget"],
  cli: [
    "launcher",
    "checks/harness",
    "checks/smoke",
    "checks/sweep",
    "checks/bench",
    "checks/code",
    "checks/prose",
    "stacks",
    "constructs",
    "settings",
    "lambda-src/aws",
    "lambda-src/telegram",
    "lambda-src/chat",
    "packages/stack-server",
    "protocol",
  ],
};

/** Top-level folders without code that imports other folders. */
const others = ["buildspecs", "deployments", "docs", "__tests__"];

const tests = /(^|\/)__tests__\//;

const sources = trackedFiles().filter((file) => /\.[cm]?ts$|\.mjs$/.test(file));

/** Returns the files of a folder, without tests. */
function filesIn(folder: string): readonly string[] {
  return sources.filter((file) => (file === folder || file.startsWith(`${folder}/`)) && !tests.test(file));
}

/** Returns the imports of a file as they are written, including types. */
function importsOf(file: string): readonly string[] {
  const source = readFileSync(join(repository, file), "utf8");
  return [...source.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map(([, specifier]) => specifier ?? "");
}

/** Returns the imports of the repository's files and workspaces, as paths from its root. */
function ownImportsOf(file: string): readonly string[] {
  return importsOf(file).flatMap((specifier) => {
    if (specifier.startsWith(".") && !specifier.endsWith(".json")) {
      return [relative("", join(dirname(file), specifier))];
    }
    const [, workspace] = /^@kite-chat\/(.*)$/.exec(specifier) ?? [];
    const isOfProduct = workspace === "protocol" || workspace === "widget";
    return workspace === undefined ? [] : [isOfProduct ? workspace : `packages/${workspace}`];
  });
}

const isIn = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);

/** Returns the imports of a folder that are not allowed, as `file → import`. */
function trespasses(folder: string, allowed: readonly string[]): readonly string[] {
  return filesIn(folder).flatMap((file) =>
    ownImportsOf(file)
      .filter((path) => ![folder, ...allowed].some((it) => isIn(path, it)) || tests.test(path))
      .map((path) => `${file} → ${path}`),
  );
}

describe("the folders", () => {
  it.each(Object.entries(folders))("%s imports only from the folders %j", (folder, allowed) => {
    expect(trespasses(folder, allowed)).toEqual([]);
  });

  it("are reported with each import that is not allowed", () => {
    expect(trespasses("playground", [])).not.toEqual([]);
  });

  it.each(Object.entries(folders))("%s uses each folder that it may import from: %j", (folder, allowed) => {
    const imported = filesIn(folder).flatMap(ownImportsOf);

    expect(allowed.filter((it) => !imported.some((path) => isIn(path, it)))).toEqual([]);
  });

  it("let stacks import only types of the functions' code", () => {
    const values = filesIn("stacks").flatMap((file) =>
      [...readFileSync(join(repository, file), "utf8").matchAll(/^import (?!type ).*lambda-src.*$/gm)].map(
        ([line]) => `${file}: ${line}`,
      ),
    );

    expect(values).toEqual([]);
  });

  it("are all in the list above", () => {
    const unknown = sources.filter(
      (file) => ![...Object.keys(folders), ...others].some((folder) => isIn(file, folder)) && /\//.test(file),
    );

    expect(unknown.filter((file) => !tests.test(file))).toEqual([]);
  });

  it("import a package only through its single entry", () => {
    const inside = sources.flatMap((file) =>
      importsOf(file)
        .filter((specifier) => /^@kite-chat\/[^/]+\//.test(specifier) || specifier.includes("packages/"))
        .filter((specifier) => !(tests.test(file) && specifier.includes("/__tests__/")))
        .map((specifier) => `${file} → ${specifier}`),
    );

    expect(inside).toEqual([]);
  });
});

describe("docs/architecture.md", () => {
  const page = readFileSync(join(repository, "docs/architecture.md"), "utf8");

  it("lists every top-level folder", () => {
    const [, list = ""] = /## Folders\n+```\n([\s\S]*?)```/.exec(page) ?? [];
    const named = [...list.matchAll(/^(\S+?)\/? /gm)].map(([, name]) => name);
    const there = readdirSync(repository, { withFileTypes: true })
      .filter(
        (entry) => entry.isDirectory() && sources.concat(trackedFiles()).some((it) => isIn(it, entry.name)),
      )
      .map(({ name }) => name)
      .filter((name) => !name.startsWith("."));

    expect(named).toEqual(expect.arrayContaining(there));
  });

  it("draws exactly the imports that are allowed", () => {
    const [, diagram = ""] = /```mermaid\nflowchart LR\n([\s\S]*?)```/.exec(page) ?? [];
    const drawn = [...diagram.matchAll(/^ {2}(\S+) --> (.+)$/gm)].flatMap(([, from, to = ""]) =>
      to.split(" & ").map((it) => `${from} → ${it}`),
    );
    const kept = Object.entries(folders).flatMap(([from, to]) => to.map((it) => `${from} → ${it}`));

    expect([...drawn].sort()).toEqual([...kept].sort());
  });
});

describe("the widget's client", () => {
  it("does not depend on a page: it uses neither the DOM nor a package except the protocol", () => {
    const packages = filesIn("widget/src/client")
      .flatMap(importsOf)
      // A property named "from" looks like an import as well.
      .filter((specifier) => /^[\w@][\w@/:.-]*$/.test(specifier));

    expect(packages.filter((it) => it !== "@kite-chat/protocol")).toEqual([]);
  });
});

describe("the core of the chat", () => {
  it("uses Node's own crypto and the protocol, and no other package", () => {
    const packages = filesIn("lambda-src/chat")
      .flatMap(importsOf)
      .filter((specifier) => !specifier.startsWith("."));

    expect(packages.filter((it) => it !== "node:crypto" && it !== "@kite-chat/protocol")).toEqual([]);
  });

  it("reads no environment", () => {
    const readers = filesIn("lambda-src/chat").filter((file) =>
      readFileSync(join(repository, file), "utf8").includes("process."),
    );

    expect(readers).toEqual([]);
  });
});
