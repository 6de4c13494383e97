import { isLanguage, isTimeZone, pageTitleMaxCharacters, pageUrlMaxCharacters } from "@kite-chat/protocol";
import type { ResolvedSettings } from "./settings";

/** A page: the part of its `document` that says where the visitor is. */
export interface PageDocument {
  readonly title: string;
  readonly location: { readonly origin: string; readonly pathname: string };
}

/**
 * Returns the frame that describes the visitor's page: `["CTX", pageUrl, pageTitle, language, timeZone, features]`. The
 * address has no query and no fragment, which may hold secrets. A field that the server would refuse is null, because
 * the server refuses the whole frame otherwise.
 * @returns undefined if the page opts out, or if the server does not accept it
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
    // Such an address is one that the server accepts. `isPageUrl` needs URL.canParse, which Safari 16 lacks.
    /^https?:/.test(origin) ? (origin + pathname).slice(0, pageUrlMaxCharacters) : null,
    // A form named `title` takes the place of the title.
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
