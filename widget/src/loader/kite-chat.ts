import type { WidgetSettings } from "../settings";
import { Launcher } from "./launcher";
import { optionsOf, readSettings } from "./read-settings";
import type { ChatElement, Widget } from "./widget";

const tagName = "kite-chat";

/** Defines `<kite-chat>`. @param widget returns the chat of the page, which may be another one after `destroy` */
export function defineKiteChat(widget: () => Widget | undefined): void {
  class KiteChat extends HTMLElement implements ChatElement {
    readonly root = this.attachShadow({ mode: "open", delegatesFocus: true });
    isAutomatic = false;
    readonly launcher = new Launcher(this.root, () => widget()?.toggle());

    get options(): Partial<WidgetSettings> {
      return readSettings([optionsOf(this, "")], {});
    }

    connectedCallback(): void {
      widget()?.attach(this);
    }
  }

  if (customElements.get(tagName) === undefined) {
    customElements.define(tagName, KiteChat);
  }
}

/**
 * Adds the chat to the page unless the page has placed it. Adds it again if the page replaces its body. @returns a
 * function that stops observing the page
 */
export function keepInPage(): () => void {
  if (document.querySelector(tagName) !== null) {
    return () => undefined;
  }
  const element = document.createElement(tagName) as ChatElement;
  element.isAutomatic = true;
  const place = () => {
    if (document.querySelector(tagName) === null) {
      document.body?.append(element);
    }
    if (document.body) {
      observer.observe(document.body, { childList: true });
    }
  };
  const observer = new MutationObserver(place);
  observer.observe(document.documentElement, { childList: true });
  place();
  return () => observer.disconnect();
}
