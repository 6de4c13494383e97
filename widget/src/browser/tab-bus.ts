import type { TabBus } from "../client/tabs";

/**
 * Connects the tabs of this origin that use the same channel. In a browser without BroadcastChannel, the tabs are not
 * connected.
 */
export function openTabBus(channel: string): TabBus {
  try {
    const broadcast = new BroadcastChannel(`kite/${channel}`);
    return {
      post: (message) => broadcast.postMessage(message),
      listen: (onMessage) => {
        broadcast.onmessage = ({ data }) => onMessage(data);
      },
      close: () => broadcast.close(),
    };
  } catch {
    return { post: () => undefined, listen: () => undefined, close: () => undefined };
  }
}
