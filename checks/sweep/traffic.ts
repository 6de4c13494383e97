import { chance } from "@kite-chat/stack-server";

/** Messages of a run. The same seed creates the same messages. */
export interface Traffic {
  readonly channels: readonly string[];
  readonly visitors: readonly { readonly memberId: string; readonly channel: number }[];
  readonly messages: readonly TrafficMessage[];
}

/** A message, with its time in milliseconds since the start. */
export type TrafficMessage = {
  readonly at: number;
  readonly token: string;
  readonly asFile: boolean;
} & (
  | { readonly from: "visitor"; readonly visitor: number }
  /** `pick`, from 0 to 1, selects the message to reply to. */
  | {
      readonly from: "host";
      readonly channel: number;
      readonly kind: "plain" | "reply" | "own";
      readonly pick: number;
    }
);

/** Messages per second. Two processors must run the server, the database, the clients and the Bot API server. */
const ratePerSecond = 16;

/** Texts of each visitor. It is low, because pending texts of one visitor are posted together. */
const textsAVisitor = 6;
const leastVisitors = 24;
/** Maximum number of visitors. Two processors cannot serve more reconnects in one storm before clients time out. */
const mostVisitors = 120;
const visitorsAChannel = 4;
/** Share of files. A function writes only hosts' files to the bucket. */
const fileShare = 0.2;

/** Creates the traffic of a run. */
export function createTraffic(seed: string, messages: number): Traffic {
  const wanted = Math.ceil(messages / 2 / textsAVisitor);
  const visitorCount = Math.min(mostVisitors, Math.max(leastVisitors, wanted));
  const channelCount = Math.ceil(visitorCount / visitorsAChannel);
  const visitors = Array.from({ length: visitorCount }, (_, index) => ({
    memberId: `km-${index}`,
    channel: index % channelCount,
  }));
  const planned: TrafficMessage[] = [];
  for (let number = 0; number < messages; number++) {
    const roll = (what: string) => chance(seed, "plan", number, what);
    const at = ((number + roll("jitter")) / ratePerSecond) * 1000;
    const asFile = roll("file") < fileShare;
    // Every visitor sends a message before hosts start to answer.
    if (number < visitorCount || roll("direction") < 0.5) {
      const visitor = number < visitorCount ? number : Math.floor(roll("visitor") * visitorCount);
      planned.push({ from: "visitor", at, asFile, token: `kv-${visitor}-${number}`, visitor });
    } else {
      const channel = Math.floor(roll("channel") * channelCount);
      const [kind, token] = [kindOf(roll("kind")), `kh-${channel}-${number}`];
      planned.push({ from: "host", at, asFile, token, channel, kind, pick: roll("pick") });
    }
  }
  return {
    channels: Array.from({ length: channelCount }, (_, index) => `sweep-channel-${index}`),
    visitors,
    messages: inBursts(seed, planned),
  };
}

function kindOf(roll: number): "plain" | "reply" | "own" {
  return roll < 0.55 ? "reply" : roll < 0.75 ? "own" : "plain";
}

/** Delays about every fourth message to the time of a later message, so that some messages are sent together. */
function inBursts(seed: string, messages: readonly TrafficMessage[]): readonly TrafficMessage[] {
  return messages
    .map((message, index) => {
      const ahead = chance(seed, "burst", index) < 0.25 ? messages[index + 2]?.at : undefined;
      return { ...message, at: ahead ?? message.at };
    })
    .toSorted((a, b) => a.at - b.at);
}
