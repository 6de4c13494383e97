/** The parts of a doc comment that a reference page shows. */
export interface DocComment {
  /** In Markdown, on one line. */
  readonly text: string;
  /** The text of `@default`. If it is a description, the leading `- ` is removed. */
  readonly default?: string;
}

/**
 * Reads a doc comment.
 * @param comment the text between the delimiters, as the parser returns it
 */
export function readDocComment(comment: string): DocComment {
  const lines = comment.split("\n").map((line) => line.replace(/^\s*\*? ?/, "").trimEnd());
  const [text = "", ...tags] = lines
    .join("\n")
    .trim()
    .split(/(?:^|\s)@(?=[a-z]+\b)/);
  const default_ = tags.find((tag) => tag.startsWith("default "))?.slice("default ".length);
  return {
    text: inMarkdown(text),
    ...(default_ !== undefined && { default: readDefault(inMarkdown(default_)) }),
  };
}

/** Formats a default, which is either a value, or a description after a dash. */
function readDefault(text: string): string {
  return text.startsWith("- ") ? text.slice(2) : `\`${text}\``;
}

function inMarkdown(text: string): string {
  return text
    .trim()
    .replace(/\s+/g, " ")
    .replace(/\{@link (\w+)\}/g, "`$1`");
}
