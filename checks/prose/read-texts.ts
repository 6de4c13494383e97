import { parse } from "@babel/parser";
import type { Text } from "./find-words";

/** Reads the comments, documents, messages and test titles of a file. Returns none for a file without prose. */
export function readTexts(path: string, source: string): readonly Text[] {
  if (/\.[cm]?[jt]s$/.test(path)) {
    return programTexts(path, source);
  }
  if (path.endsWith(".md")) {
    return [{ kind: "document", line: 1, content: withoutBlocks(source) }];
  }
  return /\.(?:sh|yml)$|\.env\.example\.txt$/.test(path) ? shellTexts(source) : [];
}

/**
 * Empties the code blocks, headings, front matter and HTML tags of a page of Markdown. The numbers of its lines do not
 * change.
 */
function withoutBlocks(page: string): string {
  return page.replace(/^( *)(```|~~~)[\s\S]*?^\1\2|^#+ .*|<[^>]+>/gm, (block) => block.replace(/[^\n]/g, ""));
}

/** Reads the comments of a shell script or of YAML, and the texts in double quotes. */
function shellTexts(script: string): readonly Text[] {
  const lines = script.split("\n");
  const comments = lines.map((line) => /(?:^|\s)#+ (.*)/.exec(line)?.[1] ?? "");
  const messages = lines.flatMap((line, index) =>
    [...line.matchAll(/"((?:\\.|[^"\\])*)"/g)]
      .map(([, content = ""]) => content.replace(/\$\{?\w+\}?/g, "…"))
      .filter(isSentence)
      .map((content) => ({ kind: "message", line: index + 1, content }) as const),
  );
  return [{ kind: "comment", line: 1, content: comments.join("\n") }, ...messages];
}

/** Returns whether a literal has three words or more. A shorter literal is seldom a sentence. */
function isSentence(content: string): boolean {
  return /\w+\s+\S*\w+\S*\s+\S*\w/.test(content);
}

/** Parts of a syntax node that are read here. */
interface Node {
  readonly type: string;
  readonly loc: { readonly start: { readonly line: number }; readonly end: { readonly line: number } };
  readonly [key: string]: unknown;
}

function programTexts(path: string, source: string): readonly Text[] {
  const { program, comments } = parse(source, {
    sourceType: "unambiguous",
    plugins: ["typescript"],
    attachComment: false,
  });
  return [
    ...joinLines((comments ?? []) as unknown as readonly Node[]),
    ...literalTexts(program as unknown as Node, path.includes("__tests__/") || path.endsWith(".spec.ts")),
  ];
}

/** Reads comments without their marks. Line comments that follow each other are one text. */
function joinLines(comments: readonly Node[]): readonly Text[] {
  const texts: (Text & { readonly lastLine?: number })[] = [];
  for (const { type, value, loc } of comments) {
    const content = String(value)
      .split("\n")
      .map((line) => line.replace(/^[ \t]*\*?[ \t]?/, ""))
      .join("\n")
      .trimEnd();
    const last = texts.at(-1);
    if (type !== "CommentLine") {
      texts.push({ kind: "comment", line: loc.start.line, content });
    } else if (last?.lastLine === loc.start.line - 1) {
      texts[texts.length - 1] = { ...last, content: `${last.content}\n${content}`, lastLine: loc.end.line };
    } else {
      texts.push({ kind: "comment", line: loc.start.line, content, lastLine: loc.end.line });
    }
  }
  return texts;
}

/** Reads the string literals that are sentences, and the titles of tests. */
function literalTexts(node: unknown, isTest: boolean, isTitle = false): readonly Text[] {
  if (Array.isArray(node)) {
    return node.flatMap((item) => literalTexts(item, isTest));
  }
  if (typeof node !== "object" || node === null || !("type" in node)) {
    return [];
  }
  const { type, loc, ...parts } = node as Node;
  const content = literalOf(node as Node);
  if (content !== undefined && (isTitle || isSentence(content))) {
    const text = { kind: isTitle ? "test title" : "message", line: loc.start.line, content } as const;
    return [text, ...literalTexts(parts.expressions, isTest)];
  }
  if (isTest && type === "CallExpression" && isTestCall(parts.callee as Node)) {
    const [title, ...others] = parts.arguments as readonly Node[];
    return [
      ...literalTexts(title, isTest, true),
      ...literalTexts(others, isTest),
      ...literalTexts(parts.callee, isTest),
    ];
  }
  return Object.values(parts).flatMap((part) => literalTexts(part, isTest));
}

function literalOf({ type, value, quasis }: Node): string | undefined {
  return type === "StringLiteral"
    ? String(value)
    : type === "TemplateLiteral"
      ? (quasis as readonly { readonly value: { readonly raw: string } }[])
          .map((part) => part.value.raw)
          .join("…")
      : undefined;
}

/** Matches `it(…)`, `describe(…)`, and `it.each(…)(…)`. */
function isTestCall(callee: Node): boolean {
  const { type, name, object, callee: inner, tag } = callee;
  return type === "Identifier"
    ? ["it", "test", "describe"].includes(String(name))
    : [object, inner, tag].some((part) => part !== undefined && isTestCall(part as Node));
}
