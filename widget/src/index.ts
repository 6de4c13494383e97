import type { KiteApi } from "./kite-api";
import { startWidget } from "./loader/start-widget";
import type { Texts } from "./texts/texts";

export type { TokenSource } from "./client/identity";
export type { ChatFile, ChatMessage, Failure } from "./client/message";
export type { KiteApi, KiteCall, KiteEvents } from "./kite-api";
export type { ChangeableSettings, WidgetSettings } from "./settings";
export type { Texts } from "./texts/texts";

/**
 * The chat of the page. The import defines `<kite-chat>`, which the page can place anywhere. Undefined on a server,
 * which renders the element unchanged.
 */
export const kite: KiteApi | undefined = typeof window === "undefined" ? undefined : start();

function start(): KiteApi {
  return startWidget({
    settings: {},
    loaderUrl: "",
    loadChat: async (language) => {
      const [{ createChat }, texts] = await Promise.all([import("./create-chat"), loadTexts(language)]);
      // Without a loader, a plain request to the endpoint checks whether the server is reachable.
      return {
        createChat: (props) =>
          createChat({ ...props, loaderUrl: props.settings.endpoint.replace(/^ws/, "http") }),
        texts,
      };
    },
    placesItself: false,
  });
}

async function loadTexts(language: string): Promise<Texts> {
  switch (language) {
    case "de":
      return (await import("./texts/de")).de;
    case "es":
      return (await import("./texts/es")).es;
    case "uk":
      return (await import("./texts/uk")).uk;
    default:
      return (await import("./texts/en")).en;
  }
}
