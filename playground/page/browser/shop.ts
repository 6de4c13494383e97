import { type ShownFrame, shareFrames } from "./frames";

/** Maximum length of the text of a shared frame, in characters. */
const longestText = 400;

// The page loads this script before the widget, so that the frames of the widget's sockets can be shown.
const share = shareFrames();

class ObservedWebSocket extends WebSocket {
  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols);
    this.addEventListener("message", ({ data }) => report("in", data));
  }

  override send(data: Parameters<WebSocket["send"]>[0]): void {
    report("out", data);
    super.send(data);
  }
}

function report(direction: ShownFrame["direction"], data: unknown): void {
  const text = String(data);
  share({ direction, text: text.length > longestText ? `${text.slice(0, longestText)} …` : text });
}

window.WebSocket = ObservedWebSocket;

// The events of scripts do not bubble.
addEventListener(
  "error",
  ({ target }) => {
    const notice = document.getElementById("no-widget");
    if (target instanceof HTMLScriptElement && notice !== null) {
      notice.hidden = false;
    }
  },
  true,
);
