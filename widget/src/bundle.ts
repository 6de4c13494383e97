import type { BundleScript } from "./chat-contract";
import { createChat } from "./create-chat";

const script = document.currentScript as BundleScript | null;
if (script !== null) {
  script.createKiteChat = createChat;
}

// Without an export, esbuild takes this file for CommonJS and keeps everything that it imports.
export { createChat };
