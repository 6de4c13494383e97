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
  // An element whose id is "kite" is `window.kite` too.
  const { kite } = window;
  if (isWidget(kite)) {
    return kite;
  }
  const queued: readonly KiteCall[] = Array.isArray(kite) ? kite : [];
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
    if (window.kite !== widget) {
      return;
    }
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

/** Returns whether it is a widget, perhaps of another copy of the loader. */
function isWidget(kite: unknown): kite is Widget {
  return (kite as Partial<Widget> | null | undefined)?.attach !== undefined;
}
