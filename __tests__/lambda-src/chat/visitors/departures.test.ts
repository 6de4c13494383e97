import type { Departure } from "../../../../lambda-src/chat/model";
import type { ChatPorts } from "../../../../lambda-src/chat/ports";
import { announceDepartures } from "../../../../lambda-src/chat/visitors/departures";

const now = Date.parse("2026-01-31T12:00:00.000Z");

function departuresOf(hostChatId: string, count: number): Departure[] {
  return Array.from({ length: count }, (_, index) => ({
    member: { channelName: `channel${hostChatId}`, memberId: `member-${index}` },
    memberName: `V${index}`,
    tag: `tag${index}`,
    hostChatId,
    leftAt: new Date(now - 120_000).toISOString(),
  }));
}

/** Creates ports that record the calls, and that use up time on a separate clock. */
function portsWith({ timeLeft = 45_000, findMilliseconds = 0 } = {}) {
  let left = timeLeft;
  const notices: [chatId: string, text: string][] = [];
  const settled: Departure[] = [];
  const errors: unknown[] = [];
  const ports = {
    now: () => now,
    log: { error: (_message: string, error: unknown) => errors.push(error) },
    members: {
      async find({ channelName }: { channelName: string }) {
        left -= findMilliseconds;
        if (channelName === "channelbroken") {
          throw new Error("no table");
        }
        return { present: true, sockets: [] };
      },
      noteAbsence: async () => undefined,
    },
    messages: { settleDeparture: async (departure: Departure) => void settled.push(departure) },
    host: { notify: async (chatId: string, text: string) => void notices.push([chatId, text]) },
  } as unknown as ChatPorts;
  return { ports, timeLeft: () => left, notices, settled, errors };
}

describe("departures", () => {
  it("of one chat are merged into one notice with at most 20 names", async () => {
    const { ports, timeLeft, notices, settled } = portsWith();

    await announceDepartures(
      ports,
      [...departuresOf("-1", 3), ...departuresOf("-2", 1), ...departuresOf("-3", 60)],
      timeLeft,
    );

    expect(notices.map(([chatId]) => chatId)).toEqual(["-1", "-2", "-3"]);
    expect(notices[0]?.[1]).toBe("Left: #tag0 V0, #tag1 V1, #tag2 V2");
    expect(notices[1]?.[1]).toBe("#tag0 V0 left");
    expect(notices[2]?.[1]).toMatch(/^Left: #tag0 V0, .*#tag19 V19 and 40 more$/);
    expect(settled).toHaveLength(64);
  });

  it("are left to the next sweep if there is too little time", async () => {
    const { ports, timeLeft, notices, settled } = portsWith({ timeLeft: 6_900 });

    await announceDepartures(ports, departuresOf("-1", 3), timeLeft);

    expect([notices, settled]).toEqual([[], []]);
  });

  it("are read only while there is time, and the departures that were read are announced", async () => {
    const { ports, timeLeft, notices, settled } = portsWith({ timeLeft: 10_000, findMilliseconds: 100 });

    await announceDepartures(ports, departuresOf("-1", 200), timeLeft);

    expect(notices).toEqual([["-1", expect.stringContaining("and 30 more")]]);
    expect(settled).toHaveLength(50);
  });

  it("that cannot be read do not delay other chats", async () => {
    const { ports, timeLeft, notices, errors } = portsWith();

    await announceDepartures(ports, [...departuresOf("broken", 1), ...departuresOf("-1", 1)], timeLeft);

    expect(notices).toEqual([["-1", "#tag0 V0 left"]]);
    expect(errors).toHaveLength(1);
  });
});
