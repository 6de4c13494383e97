import { byId, make } from "./elements";

/** Represents a frame of a visitor's socket. */
export interface ShownFrame {
  readonly direction: "out" | "in";
  readonly text: string;
}

/** Shop pages of this origin, in all tabs, send their frames to the page through this channel. */
const channel = "kite-playground-frames";

const framesShown = 200;

/** Returns a function that sends a frame to the pages that show frames. */
export function shareFrames(): (frame: ShownFrame) => void {
  const frames = new BroadcastChannel(channel);
  return (frame) => frames.postMessage(frame);
}

/** Shows the frames of the shop pages, newest last. */
export function showFrames(): void {
  const list = byId("frames", HTMLElement);
  new BroadcastChannel(channel).addEventListener("message", ({ data }) => {
    const { direction, text } = data as ShownFrame;
    list.append(make("div", `frame ${direction}`, `${direction === "out" ? ">" : "<"} ${text}`));
    while (list.childElementCount > framesShown) {
      list.firstElementChild?.remove();
    }
  });
}
