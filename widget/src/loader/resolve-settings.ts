import type { ResolvedSettings, WidgetSettings } from "../settings";

/** Fills in missing settings from the page and the browser. */
export function resolveSettings(settings: WidgetSettings): ResolvedSettings {
  const page = document.documentElement;
  const direction = settings.direction ?? (getComputedStyle(page).direction === "rtl" ? "rtl" : "ltr");
  // A page that shows only the chat is in English. This does not mean that the visitor reads English.
  const pageLanguage = settings.display === "page" ? "" : page.lang;
  return {
    ...settings,
    direction,
    position: settings.position ?? (direction === "rtl" ? "left" : "right"),
    language: settings.language || pageLanguage || navigator.language || "en",
  };
}

/** Returns a language without region and script, such as `de` for `de-AT` or `de_AT`; empty if it has another form. */
export function baseLanguage(language: string): string {
  return /^[a-z]{2,3}(?![a-z])/.exec(language.toLowerCase())?.[0] ?? "";
}
