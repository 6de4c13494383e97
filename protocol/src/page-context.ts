import {
  languageMaxCharacters,
  pageTitleMaxCharacters,
  pageUrlMaxCharacters,
  timeZoneMaxCharacters,
} from "./limits";

/** Returns whether a value is the URL of a page in a browser's form: http or https, in ASCII. */
export function isPageUrl(value: string): boolean {
  return (
    value.length <= pageUrlMaxCharacters && /^https?:\/\/[\x21-\x7e]+$/.test(value) && URL.canParse(value)
  );
}

/** Returns whether a value is the title of a page. */
export function isPageTitle(value: string): boolean {
  return [...value].length <= pageTitleMaxCharacters;
}

/** Returns whether a value has the form of a language tag: https://www.rfc-editor.org/rfc/rfc5646#section-2.1 */
export function isLanguage(value: string): boolean {
  return value.length <= languageMaxCharacters && /^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$/.test(value);
}

/** Returns whether a value has the form of a time zone's name: https://data.iana.org/time-zones/theory.html#naming */
export function isTimeZone(value: string): boolean {
  return value.length <= timeZoneMaxCharacters && /^[A-Za-z0-9_+-]+(\/[A-Za-z0-9_+-]+)*$/.test(value);
}
