import { isLanguage, isTimeZone, pageTitleMaxCharacters, pageUrlMaxCharacters } from "@kite-chat/protocol";
import type { ResolvedSettings } from "./settings";

/** The part of a page's `document` that describes where the visitor is. */
export interface PageDocument {
  readonly title: string;
  readonly location: { readonly origin: string; readonly pathname: string };
}

/**
 * Returns the frame that describes the visitor's page: `["CTX", pageUrl, pageTitle, language, timeZone, features]`. The
 * URL has no query and no fragment, because these may contain secrets. A field that the server would reject is null,
 * because the server would otherwise reject the whole frame.
 * @returns undefined if the page has disabled the context, or if the server does not accept `CTX`
 */
export function contextFrame(
  settings: ResolvedSettings,
  { title, location: { origin, pathname } }: PageDocument,
): readonly unknown[] | undefined {
  if (settings.context === false || !settings.accepts?.includes("CTX")) {
    return undefined;
  }
  return [
    "CTX",
    // The server accepts every such URL. `isPageUrl` is not used, because it needs URL.canParse, which Safari 16 lacks.
    /^https?:/.test(origin) ? (origin + pathname).slice(0, pageUrlMaxCharacters) : null,
    // If the page has a form named `title`, `document.title` is that form.
    (typeof title === "string" && [...title.toWellFormed()].slice(0, pageTitleMaxCharacters).join("")) ||
      null,
    validOrNull(settings.language, isLanguage),
    validOrNull(Intl.DateTimeFormat().resolvedOptions().timeZone ?? "", isTimeZone),
    [],
  ];
}

function validOrNull(value: string, isValid: (value: string) => boolean): string | null {
  return isValid(value) ? value : null;
}
