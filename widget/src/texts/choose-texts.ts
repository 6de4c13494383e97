import { de } from "./de";
import { en } from "./en";
import { es } from "./es";
import type { Texts } from "./texts";
import { uk } from "./uk";

const languages: Readonly<Record<string, Texts>> = { en, uk, de, es };

/**
 * Returns the texts of a language.
 * @param language a tag such as `de-AT`; English for one that is not known
 * @param own replaces some or all texts
 */
export function chooseTexts(language: string, own: Partial<Texts> | undefined): Texts {
  return { ...(languages[primaryOf(language)] ?? en), ...own };
}

/** Returns the language of a tag, without region and script. */
function primaryOf(language: string): string {
  return language.toLowerCase().split("-", 1)[0] ?? "";
}
