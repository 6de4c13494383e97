import { Child } from "../child/child";
import type { RateResult } from "../rate";
import { type BenchContext, type Figure, type Measurement, median } from "./figure";

/** Where visitors talk to. */
interface Place {
  readonly webSocketUrl: string;
  readonly channelName?: string;
}

const socketCount = [1, 20, 50, 200] as const;

/** A server that is asked the same by as many sockets as another. */
interface Contestant {
  readonly program: string;
  readonly settings: object;
}

/** The server itself, with a function that echoes, beside the limit. */
export const echo: Measurement = async (context) => {
  const limit = await talk(context, { program: "bare-websocket", settings: {} }, [50]);
  const kite = await talk(context, { program: "echo-lambda", settings: {} }, [50]);
  return [
    {
      id: "echo-rate-50",
      what: "echoes by a function, 50 sockets",
      unit: "/s",
      higherIsBetter: true,
      value: at(kite, 50).perSecond,
      beside: { what: "bare ws", value: at(limit, 50).perSecond },
      aim: 5_000,
    },
    {
      id: "echo-p99-50",
      what: "an echo, 50 sockets, 99 of 100 within",
      unit: "ms",
      value: at(kite, 50).p99,
      beside: { what: "bare ws", value: at(limit, 50).p99 },
      aim: 25,
    },
  ];
};

/** Texts until their ACK: by Kite, by the bare requests that they take, and by the limit of a socket server. */
export const texts: Measurement = async (context) => {
  const limit = await talk(context, { program: "bare-websocket", settings: {} }, socketCount);
  const calls = await bareCalls(context);
  const { stackDirectory } = context;
  const dispatcher = await talk(
    context,
    { program: "kite", settings: { stackDirectory, delivers: false } },
    socketCount,
  );
  const whole = await talk(context, { program: "kite", settings: { stackDirectory, delivers: true } }, [50]);
  return [
    ...socketCount.flatMap((sockets): Figure[] => [
      {
        id: `text-rate-${sockets}`,
        what: `texts acknowledged, ${sockets} socket${sockets === 1 ? "" : "s"}`,
        unit: "/s",
        higherIsBetter: true,
        value: at(dispatcher, sockets).perSecond,
        beside: { what: "bare SDK calls", value: at(calls, sockets).perSecond },
        ...(sockets === 50 && { aim: 0.6 * at(calls, 50).perSecond }),
      },
      {
        id: `text-median-${sockets}`,
        what: `a text until its ACK, ${sockets} socket${sockets === 1 ? "" : "s"}, half within`,
        unit: "ms",
        value: at(dispatcher, sockets).median,
        beside: { what: "bare SDK calls", value: at(calls, sockets).median },
      },
      {
        id: `text-p99-${sockets}`,
        what: `a text until its ACK, ${sockets} socket${sockets === 1 ? "" : "s"}, 99 of 100 within`,
        unit: "ms",
        value: at(dispatcher, sockets).p99,
        beside: { what: "bare ws echo", value: at(limit, sockets).p99 },
      },
    ]),
    {
      id: "delivered-rate-50",
      what: "texts acknowledged while the host is told, 50 sockets",
      unit: "/s",
      higherIsBetter: true,
      value: at(whole, 50).perSecond,
      beside: { what: "bare ws echo", value: at(limit, 50).perSecond },
    },
  ];
};

type Results = ReadonlyMap<number, RateResult>;

async function talk(
  { rounds, seconds }: BenchContext,
  contestant: Contestant,
  counts: readonly number[],
): Promise<Results> {
  const [server, talkers] = [Child.start(contestant.program), Child.start("talkers")];
  try {
    const place = await server.ask<Place>("start", contestant.settings);
    return await each(counts, rounds, (sockets) => talkers.ask("talk", { ...place, sockets, seconds }));
  } finally {
    await talkers.close();
    await server.close();
  }
}

async function bareCalls({ rounds, seconds, stackDirectory }: BenchContext): Promise<Results> {
  const [services, caller] = [Child.start("bare-services"), Child.start("bare-calls")];
  try {
    const target = await services.ask<object>("start", { stackDirectory });
    return await each(socketCount, rounds, (loops) => caller.ask("run", { target, loops, seconds }));
  } finally {
    await caller.close();
    await services.close();
  }
}

/** The medians of some rounds, for each count. */
async function each(
  counts: readonly number[],
  rounds: number,
  measure: (count: number) => Promise<RateResult>,
): Promise<Results> {
  const results = new Map<number, RateResult>();
  for (const count of counts) {
    const all: RateResult[] = [];
    for (let round = 0; round < rounds; round += 1) {
      all.push(await measure(count));
    }
    results.set(count, {
      perSecond: median(all.map(({ perSecond }) => perSecond)),
      median: median(all.map((result) => result.median)),
      p99: median(all.map(({ p99 }) => p99)),
    });
  }
  return results;
}

function at(results: Results, count: number): RateResult {
  const result = results.get(count);
  if (result === undefined) {
    throw new Error(`${count} sockets were not measured.`);
  }
  return result;
}
