import { randomUUID } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startBotApiServer } from "@kite-chat/bot-api-server";
import { chance } from "@kite-chat/stack-server";
import { KiteProcess } from "../harness/kite-process";
import type { ServerCall } from "../harness/kite-server";
import { tokensIn } from "../harness/message-tokens";
import { TemporaryFolder } from "../harness/temporary-folder";
import { readUnservedStack } from "../harness/unserved-stack";
import { buildHistory } from "./build-history";
import { Cast, sweptStage } from "./cast";
import { countServerFaults } from "./fault-counts";
import { shareOf, sweepFaults } from "./fault-table";
import { readPendingRows } from "./pending-rows";
import { Record, readJournal } from "./record";
import { TelegramSide } from "./telegram-side";
import { createTraffic, type TrafficMessage } from "./traffic";

export interface RunOptions {
  readonly messages: number;
  /** Seed that determines the traffic and the faults. */
  readonly seed: string;
  /** Names of {@link sweepFaults}. */
  readonly faults: readonly string[];
  /** `<outdir>/stacks/kite` of a synthesized app. */
  readonly stackDirectory: string;
  /** Folder for the journals and the server's log. Existing files are deleted. */
  readonly outputDirectory: string;
  /** Called with a line about the progress. */
  readonly onProgress: (line: string) => void;
}

/** Names of the journals in the output directory. */
export const journalFiles = { run: "run.jsonl", server: "server.jsonl", log: "server.log" } as const;

/**
 * Sends the planned messages under faults, then stops the faults and waits until nothing is pending.
 * @returns the history, the counts of each fault, and the duration
 */
export async function runSweep(options: RunOptions) {
  const { seed, messages, faults, stackDirectory, outputDirectory, onProgress } = options;
  const startedAt = Date.now();
  rmSync(outputDirectory, { recursive: true, force: true });
  mkdirSync(outputDirectory, { recursive: true });
  const journal = join(outputDirectory, journalFiles.server);
  using data = new TemporaryFolder("sweep");
  const record = new Record(join(outputDirectory, journalFiles.run));
  const token = `4242:${randomUUID()}`;
  const botApi = await startBotApiServer({ token });
  const { telegram } = botApi;
  const telegramSide = new TelegramSide({ telegram, seed, messages, faults, record });
  const [lag] = faults.flatMap((name) => sweepFaults[name]?.lag ?? []);
  let kite: KiteProcess | undefined;
  let cast: Cast | undefined;
  try {
    kite = await KiteProcess.start({
      stackDirectory,
      port: 0,
      dataDirectory: data.path,
      parameters: { [`/kite/${sweptStage}/telegram-bot-token`]: token },
      environment: { TELEGRAM_API_ROOT: botApi.url },
      seed,
      faults: serverFaults(faults, messages),
      ...(lag && { lag }),
      journal,
      log: join(outputDirectory, journalFiles.log),
    });
    const traffic = createTraffic(seed, messages);
    cast = await Cast.assemble(traffic, { kite, telegram, record, telegramSide });
    onProgress(`${traffic.visitors.length} visitors in ${traffic.channels.length} channels have joined`);
    const stage = { options, kite, cast, record, telegramSide, serverKilledAt: [] as number[] };

    kite.setFaults(true);
    telegramSide.setFaults(true);
    await sendAll(stage, traffic.messages);
    onProgress(`${messages} messages are sent; the faults end`);
    kite.setFaults(false);
    telegramSide.setFaults(false);

    const isQuiet = await becomeQuiet(stage);
    onProgress(isQuiet ? "everything is delivered" : "some messages were not delivered in time");
    const rows = await readPendingRows(kite.dynamodbEndpoint, readUnservedStack(stackDirectory));
    const pendingTokens = rows.flatMap((row) => tokensIn(JSON.stringify(row)));
    const calls = readJournal<ServerCall>(journal);
    const { serverKilledAt } = stage;
    return {
      history: buildHistory({ cast, telegramSide, calls, serverKilledAt, pendingTokens }),
      faults: new Map([...countServerFaults(calls), ...record.counts]),
      seconds: (Date.now() - startedAt) / 1000,
    };
  } finally {
    cast?.close();
    await kite?.close();
    await botApi.close();
    record.close();
  }
}

interface Stage {
  readonly options: RunOptions;
  readonly kite: KiteProcess;
  readonly cast: Cast;
  readonly record: Record;
  readonly telegramSide: TelegramSide;
  readonly serverKilledAt: number[];
}

function serverFaults(names: readonly string[], messages: number) {
  return Object.fromEntries(
    names.flatMap((name) => {
      const fault = sweepFaults[name];
      return fault?.server === undefined
        ? []
        : [[name, { ...fault.server, probability: shareOf(fault, messages) }]];
    }),
  );
}

/**
 * Sends each message at its time. The reconnect storms and the kill of the server occur after given shares of the
 * messages.
 */
async function sendAll(stage: Stage, planned: readonly TrafficMessage[]): Promise<void> {
  const startedAt = Date.now();
  let late = 0;
  const indexAt = (share: number) => Math.floor(share * planned.length);
  const step = Math.ceil(planned.length / progressLines);
  for (const [index, message] of planned.entries()) {
    if (index > 0 && index % step === 0) {
      stage.options.onProgress(`${index} messages are sent`);
    }
    const storm = storms.map(indexAt).indexOf(index);
    if (storm >= 0) {
      raiseStorm(stage, storm);
    }
    const wait = startedAt + late + message.at - Date.now();
    if (wait > 0) {
      await sleep(wait);
    }
    late += await waitForServer(stage);
    freezeRecipient(stage, message);
    sendOrReplace(stage, message);
    if (index === indexAt(serverDeath) && stage.options.faults.includes("server-killed")) {
      const before = Date.now();
      await killServer(stage);
      late += Date.now() - before;
    }
  }
}

const progressLines = 10;

/** Maximum number of unacknowledged messages, so that a slow machine takes longer but is not overloaded. */
const mostUnacknowledged = 24;
const longestWaitMilliseconds = 15_000;

/** Waits for the server to catch up. @returns the duration in milliseconds */
async function waitForServer({ cast }: Stage): Promise<number> {
  const startedAt = Date.now();
  const waiting = () => cast.visitors.reduce((sum, { unacknowledged }) => sum + unacknowledged, 0);
  while (waiting() > mostUnacknowledged && Date.now() - startedAt < longestWaitMilliseconds) {
    await sleep(50);
  }
  return Date.now() - startedAt;
}

const storms = [0.25, 0.5, 0.8];
const stormShare = 0.7;
const serverDeath = 0.6;

/** Sends a message of a visitor in place of a host who cannot reply yet, so that the number of messages is correct. */
function sendOrReplace({ cast }: Stage, message: TrafficMessage): void {
  if (!cast.send(message) && message.from === "host") {
    const { at, token, asFile, channel } = message;
    const number = token.split("-").at(-1);
    cast.send({ from: "visitor", at, asFile, visitor: channel, token: `kv-${channel}-${number}` });
  }
}

function freezeRecipient({ options, cast, record }: Stage, message: TrafficMessage): void {
  const fault = sweepFaults["push-lost"];
  const recipient = options.faults.includes("push-lost") ? cast.recipientOf(message) : undefined;
  if (fault === undefined || recipient === undefined) {
    return;
  }
  record.count("push-lost", false);
  const share = shareOf(fault, options.messages);
  if (recipient.online && chance(options.seed, "push-lost", message.token) < share) {
    record.note(`visitor ${recipient.memberId}`, `has a frozen socket before ${message.token} [push-lost]`);
    recipient.freeze();
  }
}

function raiseStorm({ options, cast, record }: Stage, storm: number): void {
  if (!options.faults.includes("reconnect-storm")) {
    return;
  }
  for (const visitor of cast.visitors) {
    const isHit = chance(options.seed, "reconnect-storm", storm, visitor.memberId) < stormShare;
    record.count("reconnect-storm", isHit);
    if (isHit) {
      record.note(`visitor ${visitor.memberId}`, "loses the socket [reconnect-storm]", []);
      visitor.cut();
    }
  }
}

/** Kills the server while a message of each visitor is being sent. */
async function killServer(stage: Stage): Promise<void> {
  const { kite, cast, record, telegramSide, serverKilledAt } = stage;
  for (const visitor of cast.visitors.keys()) {
    cast.send({ from: "visitor", at: 0, asFile: false, visitor, token: `kv-${visitor}-${burst + visitor}` });
  }
  await sleep(burstMilliseconds);
  await kite.kill();
  serverKilledAt.push(Date.now());
  const arrived = new Set([...telegramSide.posted, ...cast.received]);
  const sent = [...cast.visitorTexts, ...cast.hostTexts].map(({ token }) => token);
  const underWay = sent.filter((token) => !arrived.has(token));
  for (const token of sent) {
    record.count("server-killed", !arrived.has(token));
  }
  record.note("run", "the server is killed [server-killed]", underWay);
  await kite.startAgain();
  record.note("run", "the server is running again", underWay);
}

/** First number of the burst's messages, above those of the traffic. */
const burst = 1_000_000;
const burstMilliseconds = 250;

/** Waits until no message is pending. @returns false on a timeout */
async function becomeQuiet({ options, cast, telegramSide }: Stage): Promise<boolean> {
  const patience = quietMilliseconds + quietMillisecondsAMessage * options.messages;
  for (const end = Date.now() + patience; Date.now() < end; await sleep(500)) {
    const { posted, refused, declined, updatesLeft } = telegramSide;
    const { received } = cast;
    const isQuiet =
      updatesLeft === 0 &&
      cast.visitors.every(({ unacknowledged, online }) => unacknowledged === 0 && online) &&
      cast.visitorTexts.every(({ token }) => posted.has(token) || refused.has(token)) &&
      cast.hostTexts.every(({ token }) => received.has(token) || declined.has(token));
    if (isQuiet) {
      // The record of a delivery may follow a moment later.
      await sleep(settleMilliseconds);
      return true;
    }
  }
  return false;
}

const quietMilliseconds = 85_000;
const quietMillisecondsAMessage = 12;
const settleMilliseconds = 4_000;
