import { hour } from "../client/clock";
import type { Texts } from "../texts/texts";

/** Returns the time of day in the format of a language. */
export function timeOfDay(timestamp: string, language: string): string {
  return format(timestamp, language, { hour: "numeric", minute: "2-digit" });
}

/** Returns the day: today, yesterday, or its date. */
export function dayOf(timestamp: string, language: string, texts: Texts): string {
  const days = Math.round((dayKey(Date.now()) - dayKey(timestamp)) / (24 * hour));
  if (days <= 0) {
    return texts.today;
  }
  return days === 1
    ? texts.yesterday
    : format(timestamp, language, {
        weekday: "long",
        day: "numeric",
        month: "long",
        ...(yearOf(timestamp) === yearOf(Date.now()) ? {} : { year: "numeric" }),
      });
}

/** Returns a number that is the same for all times of a day in the visitor's time zone. */
export function dayKey(time: string | number): number {
  return new Date(time).setHours(0, 0, 0, 0);
}

function yearOf(time: string | number): number {
  return new Date(time).getFullYear();
}

/** Returns a size with a unit, in the format of a language. */
export function readableSize(bytes: number, language: string): string {
  const units = ["byte", "kilobyte", "megabyte"] as const;
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return new Intl.NumberFormat(languageTag(language), {
    style: "unit",
    unit: units[step] ?? "byte",
    unitDisplay: step === 0 ? "long" : "short",
    maximumFractionDigits: step === 0 ? 0 : 1,
  }).format(bytes / 1000 ** step);
}

function format(timestamp: string, language: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(languageTag(language), options).format(new Date(timestamp));
}

/** Returns the language tag for `Intl`, or undefined for a language of the page that `Intl` rejects. */
function languageTag(language: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(language)[0];
  } catch {
    return undefined;
  }
}
