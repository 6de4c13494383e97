import type { KiteApi, KiteCall } from "../kite-api";
import { defineKiteChat, keepInPage } from "./kite-chat";
import { Widget, type WidgetProps } from "./widget";

/** Properties of the chat of a page. */
export interface StartProps extends Omit<WidgetProps, "onDestroy"> {
  /** Whether to show the launcher even if the page contains no `<kite-chat>`. */
  readonly placesItself: boolean;
}

/**
 * Starts the chat of the page as `window.kite`, and defines `<kite-chat>`. A page has one chat: a second call returns
 * the existing one.
 */
export function startWidget(props: StartProps): KiteApi {
  if (window.kite !== undefined && !Array.isArray(window.kite)) {
    return window.kite;
  }
  const queued: readonly KiteCall[] = window.kite ?? [];
  let stopKeeping = () => {};
  const widget = new Widget({
    ...props,
    onDestroy: () => {
      stopKeeping();
      window.kite = undefined;
    },
  });
  window.kite = widget;
  const place = () => {
    defineKiteChat(() => (isWidget(window.kite) ? window.kite : undefined));
    stopKeeping = props.placesItself ? keepInPage() : stopKeeping;
    widget.push(...queued);
  };
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", place);
  } else {
    place();
  }
  return widget;
}

/** Returns whether a value is a widget. It may be from another copy of the loader, so `instanceof` cannot be used. */
function isWidget(kite: Window["kite"]): kite is Widget {
  return kite !== undefined && "attach" in kite;
}
