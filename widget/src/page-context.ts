import type { ResolvedSettings } from "./settings";

const urlMaxCharacters = 512;
const titleMaxCharacters = 128;

/**
 * Returns the frame that says where the visitor is: `["CTX", pageUrl, pageTitle, language, timeZone, features]`. The
 * address has no query and no fragment, which may hold secrets.
 * @returns undefined if the page opts out, or if the server does not accept it
 */
export function contextFrame(settings: ResolvedSettings): readonly unknown[] | undefined {
  if (settings.context === false || !settings.accepts?.includes("CTX")) {
    return undefined;
  }
  return [
    "CTX",
    (location.origin + location.pathname).slice(0, urlMaxCharacters),
    document.title.slice(0, titleMaxCharacters).toWellFormed() || null,
    settings.language,
    Intl.DateTimeFormat().resolvedOptions().timeZone ?? null,
    [],
  ];
}
