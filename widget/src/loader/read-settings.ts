import { explain } from "../explain";
import type { WidgetSettings } from "../settings";
import type { ServedValues } from "./served-values";

/** Reads an option by its name, such as `ask-name`. */
type ReadOption = (name: string) => string | null | undefined;

/** Reads the options of an element: `data-<name>` of a script, or `<name>` of a `<kite-chat>`. */
export function optionsOf(element: Element | null | undefined, prefix: "" | "data-"): ReadOption {
  return (name) => element?.getAttribute(prefix + name);
}

/** Reads the options in the loader's URL. They are needed because Google Tag Manager removes `data-` attributes. */
export function optionsOfUrl(url: string): ReadOption {
  const query = url === "" ? undefined : new URL(url, location.href).searchParams;
  return (name) => query?.get(name);
}

/**
 * Reads the settings. If several sources have an option, the first source is used. Served values are used if no source
 * has an option.
 */
export function readSettings(
  sources: readonly ReadOption[],
  served: ServedValues,
): Partial<WidgetSettings> & {
  readonly endpoint?: string | undefined;
  readonly channel?: string | undefined;
} {
  const read = (name: string) =>
    sources.map((source) => source(name)).find((value) => value != null) ?? undefined;
  const isOn = (name: string) => {
    const value = read(name);
    return value === undefined ? undefined : value !== "off" && value !== "false";
  };
  const position = read("position");
  const direction = read("dir");
  const accepts = read("accepts")?.split(",") ?? served.accepts;
  return withoutUndefined({
    endpoint: read("endpoint") ?? served.endpoint,
    channel: read("channel") ?? read("c") ?? served.channel,
    heading: read("heading"),
    greeting: read("greeting"),
    color: read("color"),
    position: position === "left" || position === "right" ? position : undefined,
    display: read("display") === "page" ? "page" : undefined,
    language: read("lang"),
    direction: direction === "ltr" || direction === "rtl" ? direction : undefined,
    askName: isOn("ask-name"),
    privacyUrl: read("privacy-url"),
    context: isOn("context"),
    texts: readTexts(read("texts")),
    accepts,
    isProxied: isOn("proxied") ?? served.isProxied,
  });
}

function readTexts(json: string | undefined): WidgetSettings["texts"] {
  try {
    return json === undefined ? undefined : JSON.parse(json);
  } catch {
    explain("texts: expected a JSON object.");
    return undefined;
  }
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function withoutUndefined<T extends object>(values: T): Defined<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>;
}
