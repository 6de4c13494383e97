import { Child } from "../child/child";
import type { RateResult } from "../rate";
import { type BenchContext, type Figure, type Measurement, median } from "./figure";

const socketCount = [1, 20, 50, 200] as const;

const ofRate = { unit: "/s", higherIsBetter: true } as const;

/** Measures the server with an echo function. The peer is a bare WebSocket server, which is the upper limit. */
export const echo: Measurement = async (context) => {
  const limit = await talk(context, "bare-websocket", [50]);
  const kite = await talk(context, "echo-lambda", [50]);
  const both = (of: keyof RateResult) => compare(kite, limit, "bare ws", 50, of);
  const rate = { id: "echo-rate-50", what: "echoes by a function, 50 sockets", aim: 5_000 };
  const p99 = { id: "echo-p99-50", what: "an echo, 50 sockets, 99 of 100 within", aim: 25 };
  return [
    { ...rate, ...ofRate, ...both("perSecond") },
    { ...p99, unit: "ms", ...both("p99") },
  ];
};

/**
 * Measures the time from a text to its ACK: in Kite, with only the SDK calls that a text needs, and in a bare WebSocket
 * server.
 */
export const texts: Measurement = async (context) => {
  const limit = await talk(context, "bare-websocket", socketCount);
  const calls = await bareCalls(context);
  const { stackDirectory } = context;
  const dispatcher = await talk(context, "kite", socketCount, { stackDirectory, delivers: false });
  const whole = await talk(context, "kite", [50], { stackDirectory, delivers: true });
  return [
    ...socketCount.flatMap((sockets): Figure[] => {
      const plural = `${sockets} socket${sockets === 1 ? "" : "s"}`;
      const besideCalls = (of: keyof RateResult) => compare(dispatcher, calls, "bare SDK calls", sockets, of);
      return [
        {
          id: `text-rate-${sockets}`,
          what: `texts acknowledged, ${plural}`,
          ...ofRate,
          ...besideCalls("perSecond"),
          ...(sockets === 50 && { aim: 0.6 * at(calls, 50).perSecond }),
        },
        {
          id: `text-median-${sockets}`,
          what: `a text until its ACK, ${plural}, half within`,
          unit: "ms",
          ...besideCalls("median"),
        },
        {
          id: `text-p99-${sockets}`,
          what: `a text until its ACK, ${plural}, 99 of 100 within`,
          unit: "ms",
          ...compare(dispatcher, limit, "bare ws echo", sockets, "p99"),
        },
      ];
    }),
    {
      id: "delivered-rate-50",
      what: "texts acknowledged during deliveries to the host, 50 sockets",
      ...ofRate,
      ...compare(whole, limit, "bare ws echo", 50, "perSecond"),
    },
  ];
};

/** Results by number of sockets. */
type Results = ReadonlyMap<number, RateResult>;

/** Compares a figure of Kite with a peer that served the same requests on the same number of sockets. */
function compare(kite: Results, peer: Results, what: string, sockets: number, of: keyof RateResult) {
  return { value: at(kite, sockets)[of], beside: { what, value: at(peer, sockets)[of] } };
}

async function talk(
  { rounds, seconds }: BenchContext,
  program: string,
  counts: readonly number[],
  settings: object = {},
): Promise<Results> {
  await using server = new Child(program);
  await using talkers = new Child("talkers");
  const place = await server.ask<object>("start", settings);
  return await each(counts, rounds, (sockets) => talkers.ask("talk", { ...place, sockets, seconds }));
}

async function bareCalls({ rounds, seconds, stackDirectory }: BenchContext): Promise<Results> {
  await using services = new Child("bare-services");
  await using caller = new Child("bare-calls");
  const target = await services.ask<object>("start", { stackDirectory });
  return await each(socketCount, rounds, (loops) => caller.ask("run", { target, loops, seconds }));
}

/** Returns the medians of some rounds for each number of sockets. */
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
    const medianOf = (of: keyof RateResult) => median(all.map((result) => result[of]));
    results.set(count, {
      perSecond: medianOf("perSecond"),
      median: medianOf("median"),
      p99: medianOf("p99"),
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
