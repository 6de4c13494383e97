import { html, type TemplateResult } from "lit-html";

const link = /https?:\/\/[^\s<>"]+/gi;
/** Punctuation that ends a sentence rather than an address. */
const trailing = /[.,:;!?'"’”»…]+$/;

/** Returns a text with its http and https addresses as links. Everything else stays text. */
export function linkify(text: string): readonly (string | TemplateResult)[] {
  const parts: (string | TemplateResult)[] = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(link)) {
    const url = withoutTrailing(found);
    // Safari 16 cannot check it.
    if (URL.canParse?.(url) ?? true) {
      parts.push(text.slice(end, index));
      parts.push(html`<a href=${url} target="_blank" rel="noopener nofollow ugc">${url}</a>`);
      end = index + url.length;
    }
  }
  return [...parts, text.slice(end)];
}

/** A closing bracket belongs to an address only if its opening one does. */
function withoutTrailing(found: string): string {
  const url = found.replace(trailing, "");
  return url.endsWith(")") && !url.includes("(") ? withoutTrailing(url.slice(0, -1)) : url;
}
