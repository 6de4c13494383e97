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
import { createPanel, type PanelProps } from "./ui/panel";

/** Makes the chat: a client, and the panel that shows what it knows. */
export function createChat(props: ChatProps): Chat {
  let { settings } = props;
  const { endpoint, channel } = settings;
  const panel = createPanel();
  const life = new AbortController();
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
    isReachable: reachabilityOf(props.loaderUrl, endpoint, life.signal),
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
  show({ ...props, client, state: client.state, isOpen: false });
  followPage(client, life.signal);
  return {
    mount: (root) => root.append(panel),
    setOpen: (isOpen) => {
      show({ isOpen });
      client.setOpen(isOpen);
    },
    configure: (changed, texts = panel.props.texts) => {
      settings = changed;
      show({ settings, texts });
    },
    identify: (token) => client.identify(token),
    reset: () => client.reset(),
    destroy: () => {
      life.abort();
      client.close();
      panel.remove();
    },
  };
}
