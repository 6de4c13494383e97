import type { KiteCall } from "./kite-api";
import { defineKiteChat, keepInPage } from "./loader/kite-chat";
import { loadBundle } from "./loader/load-bundle";
import { optionsOf, optionsOfUrl, readSettings } from "./loader/read-settings";
import { servedValues } from "./loader/served-values";
import { Widget } from "./loader/widget";

start();

/** Shows the launcher. A second loader on a page finds the first one's work, and does nothing. */
function start(): void {
  if (window.kite !== undefined && !Array.isArray(window.kite)) {
    return;
  }
  const queued: readonly KiteCall[] = window.kite ?? [];
  const script = document.currentScript instanceof HTMLScriptElement ? document.currentScript : null;
  const loaderUrl = script?.src || (servedValues.url ?? "");
  const settings = readSettings([optionsOf(script, "data-"), optionsOfUrl(loaderUrl)], servedValues);
  const nonce = script?.nonce ?? "";
  let stopKeeping = () => {};
  const widget = new Widget({
    settings,
    loaderUrl,
    loadChat: (language) => loadBundle(language, loaderUrl, nonce),
    onDestroy: () => {
      stopKeeping();
      window.kite = undefined;
    },
  });
  window.kite = widget;
  const place = () => {
    defineKiteChat(() => (isWidget(window.kite) ? window.kite : undefined));
    stopKeeping = keepInPage();
    widget.push(...queued);
  };
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", place);
  } else {
    place();
  }
}

/** Returns whether it is a widget, perhaps of another copy of the loader. */
function isWidget(kite: Window["kite"]): kite is Widget {
  return kite !== undefined && "attach" in kite;
}
