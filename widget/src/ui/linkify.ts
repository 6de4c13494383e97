import { html, type TemplateResult } from "lit-html";

const link = /https?:\/\/[^\s<>"]+/gi;
/** Matches punctuation that ends a sentence and does not belong to a URL. */
const trailing = /[.,:;!?'"’”»…]+$/;

/** Returns a text with its http and https URLs as links. */
export function linkify(text: string): readonly (string | TemplateResult)[] {
  const parts: (string | TemplateResult)[] = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(link)) {
    const url = withoutTrailing(found);
    // Safari 16 has no URL.canParse. The URL is then not checked.
    if (URL.canParse?.(url) ?? true) {
      parts.push(text.slice(end, index));
      parts.push(html`<a href=${url} target="_blank" rel="noopener nofollow ugc">${url}</a>`);
      end = index + url.length;
    }
  }
  return [...parts, text.slice(end)];
}

/**
 * Removes punctuation at the end of a URL. A closing parenthesis belongs to the URL only if the URL contains an opening
 * one.
 */
function withoutTrailing(found: string): string {
  const url = found.replace(trailing, "");
  return url.endsWith(")") && !url.includes("(") ? withoutTrailing(url.slice(0, -1)) : url;
}
