import { browserClock } from "./browser/browser-clock";
import { openStorage } from "./browser/local-storage";
import { openWire } from "./browser/open-wire";
import { followPage } from "./browser/page-events";
import { randomId } from "./browser/random-id";
import { reachabilityOf } from "./browser/reachable";
import { openTabBus } from "./browser/tab-bus";
import { uploadFile } from "./browser/upload-file";
import { createSocketLock } from "./browser/web-lock";
import type { Chat, ChatProps } from "./chat-contract";
import { ChatClient } from "./client/chat-client";
import { explain } from "./explain";
import { contextFrame } from "./page-context";
import type { Texts } from "./texts/texts";
import { createPanel, type PanelProps } from "./ui/panel";

/**
 * Creates the chat, which consists of a client and of the panel that shows the client's state.
 * @param texts texts in the chat's language
 */
export function createChat(props: ChatProps, texts: Texts): Chat {
  let { settings } = props;
  const { endpoint, channel } = settings;
  const panel = createPanel();
  const show = (change: Partial<PanelProps>) => {
    panel.props = { ...panel.props, ...change };
  };
  const client = new ChatClient<File>({
    channel,
    clock: browserClock,
    random: Math.random,
    newId: randomId,
    storage: openStorage(),
    bus: openTabBus(channel),
    lock: createSocketLock(channel),
    openWire: (events) => openWire(`${endpoint}?c=${channel}`, events),
    startUpload: uploadFile,
    isProxied: settings.isProxied ?? false,
    isReachable: reachabilityOf(props.loaderUrl),
    contextFrame: () => contextFrame(settings, document),
    explain,
    onChange: (state) => {
      show({ state });
      props.onUnread(state.unread);
    },
    onMessage: (message) => {
      panel.announce(message);
      props.onMessage(message);
    },
  });
  show({ client, settings, texts, state: client.state, isOpen: false, onClose: props.onClose });
  const unfollow = followPage(client);
  return {
    mount: (root) => root.append(panel),
    setOpen: (isOpen) => {
      show({ isOpen });
      client.setOpen(isOpen);
    },
    configure: (changed) => {
      settings = changed;
      show({ settings });
    },
    identify: (token) => client.identify(token),
    reset: () => client.reset(),
    destroy: () => {
      unfollow();
      client.close();
      panel.remove();
    },
  };
}
