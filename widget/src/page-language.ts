import type { WidgetSettings } from "./settings";

/** The language of the chat: its own, else that of the page, else that of the browser. */
export function languageOf({ language }: Pick<WidgetSettings, "language">): string {
  return language || document.documentElement.lang || navigator.language || "en";
}

/** The chat's language without region and script, such as `de` for `de-AT`. */
export function baseLanguageOf(settings: Pick<WidgetSettings, "language">): string {
  return languageOf(settings).toLowerCase().split("-", 1)[0] ?? "";
}

/** The direction of the chat's text: its own, else that of the page. */
export function directionOf({ direction }: Pick<WidgetSettings, "direction">): "ltr" | "rtl" {
  const ofPage = getComputedStyle(document.documentElement).direction;
  return direction ?? (ofPage === "rtl" ? "rtl" : "ltr");
}
