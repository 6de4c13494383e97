import { openingAdvice, openings, type TextKind, wordRules } from "./rules";

/** A text of a file, such as a comment or an error message. It has as many lines as in the file. */
export interface Text {
  readonly kind: TextKind;
  /** Number of its first line in the file, from 1. */
  readonly line: number;
  readonly content: string;
}

/** A word or an opening that a text must not contain. */
export interface Finding {
  readonly line: number;
  /** The words as the text has them. */
  readonly found: string;
  /** Advice that starts with a verb, for example `write "notification"`. */
  readonly advice: string;
}

/**
 * Beginnings of sentences: the start of the text, of a paragraph, list item, table cell or doc tag, and the position
 * after a full stop.
 */
const sentenceStarts =
  /(?<=^|[.!?]["')\]*_]*\s+|\n[ \t]*\n|(?:^|\n)[ \t]*(?:[-*+]|\d+\.)[ \t]+|\|[ \t]+|(?:^|\n)[ \t]*@\w+ (?:- )?|@param \S+ )[A-Z]\w*/g;

/** Descriptions of tags, and test titles, start with a small letter. */
const smallStarts = /(?<=(?:^|\n)[ \t]*@(?:returns|throws|default) (?:- )?|@param \S+ )[a-z]\w*/g;

/** Finds the words and openings that a text must not have. */
export function findWords(text: Text): readonly Finding[] {
  const content = withoutCode(text.content);
  return [...openingsIn(text.kind, content), ...wordsIn(text.kind, content)]
    .sort((one, other) => one.index - other.index)
    .map(({ index, found, advice }) => ({
      line: text.line + content.slice(0, index).split("\n").length - 1,
      found,
      advice,
    }));
}

/** Replaces inline code, links and `{@link}` tags with spaces: names of code are not prose. */
function withoutCode(content: string): string {
  return content.replace(/(`+)[^`]+?\1|\{@\w+ [^}]*\}|\]\([^)]*\)|https?:\/\/\S+/g, (code) =>
    code.replace(/[^\n]/g, " "),
  );
}

function openingsIn(kind: TextKind, content: string) {
  const small =
    kind === "test title" ? [...content.matchAll(/^[a-z]\w*/g)] : [...content.matchAll(smallStarts)];
  return [...content.matchAll(sentenceStarts), ...small].flatMap(({ index }) => {
    const sentence = capitalized(sentenceAt(content, index));
    const [opening] = openings.exec(sentence) ?? [];
    return opening === undefined || sentence.endsWith("?")
      ? []
      : [
          {
            index,
            found: content.slice(index, index + opening.length).replace("\n", " "),
            advice: openingAdvice,
          },
        ];
  });
}

function sentenceAt(content: string, index: number): string {
  const rest = content.slice(index);
  const [sentence = rest] = /^[\s\S]*?[.!?](?=["')\]*_]*(?:\s|$))/.exec(rest) ?? [];
  return sentence;
}

function capitalized(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function wordsIn(kind: TextKind, content: string) {
  const flat = content.replaceAll("\n", " ");
  return wordRules
    .filter(({ kinds }) => kinds?.includes(kind) ?? true)
    .flatMap(({ pattern, instead, except }) => {
      const allowed = except === undefined ? [] : rangesOf(except, flat);
      return rangesOf(pattern, flat)
        .filter(({ start, end }) => !allowed.some((range) => range.start < end && start < range.end))
        .map(({ start, end }) => ({
          index: start,
          found: flat.slice(start, end),
          advice: `write ${instead}`,
        }));
    });
}

function rangesOf(pattern: RegExp, text: string) {
  return [...text.matchAll(new RegExp(pattern, `${pattern.flags}g`))].map(({ index, 0: match }) => ({
    start: index,
    end: index + match.length,
  }));
}
