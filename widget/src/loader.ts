import { loadBundle } from "./loader/load-bundle";
import { optionsOf, optionsOfUrl, readSettings } from "./loader/read-settings";
import { servedValues } from "./loader/served-values";
import { startWidget } from "./loader/start-widget";

const script = document.currentScript as HTMLScriptElement | null;
const loaderUrl = script?.src || (servedValues.url ?? "");
const nonce = script?.nonce ?? "";

startWidget({
  settings: readSettings([optionsOf(script, "data-"), optionsOfUrl(loaderUrl)], servedValues),
  loaderUrl,
  loadChat: (language) => loadBundle(language, loaderUrl, nonce),
  placesItself: true,
});

// esbuild treats a script without exports as CommonJS, and wraps each of its modules in a function.
// biome-ignore lint/complexity/noUselessEmptyExport: it keeps 200 bytes out of every page
export {};
