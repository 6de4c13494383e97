import type { BundleScript } from "./chat-contract";
import { createChat } from "./create-chat";
import type { Texts } from "./texts/texts";

/** Provides the chat to the loader. The build calls this once in the bundle of each language. */
export function provideChat(texts: Texts): void {
  const script = document.currentScript as BundleScript | null;
  if (script !== null) {
    script.kiteBundle = { createChat, texts };
  }
}
