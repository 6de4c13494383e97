import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startBotApiServer } from "@kite-chat/bot-api-server";
import { chance, readStack } from "@kite-chat/stack-server";
import { KiteProcess } from "../harness/kite-process";
import type { ServerCall } from "../harness/kite-server";
import { buildHistory } from "./build-history";
import { Cast, sweptStage, tokensOfRow } from "./cast";
import { countServerFaults } from "./fault-counts";
import { shareOf, sweepFaults } from "./fault-table";
import type { History } from "./history";
import { readPendingRows } from "./pending-rows";
import { type FaultCount, Record } from "./record";
import { TelegramSide } from "./telegram-side";
import { createTraffic, type TrafficMessage } from "./traffic";

export interface SweepOptions {
  readonly messages: number;
  readonly seed: string;
  /** Names of {@link sweepFaults}. */
  readonly faults: readonly string[];
  /** `<outdir>/stacks/kite` of a synthesized app. */
  readonly stackDirectory: string;
  /** Folder for the journals and the server's log; it is emptied. */
  readonly outputDirectory: string;
  /** Called with a line on what is done. */
  readonly onProgress: (line: string) => void;
}

export interface SweepResult {
  readonly history: History;
  readonly faults: ReadonlyMap<string, FaultCount>;
  readonly seconds: number;
}

/** Names of the journals in the output directory. */
export const journalFiles = { run: "run.jsonl", server: "server.jsonl", log: "server.log" } as const;

/** Sends the planned messages while faults strike, then switches the faults off and waits until all is quiet. */
export async function runSweep(options: SweepOptions): Promise<SweepResult> {
  const { seed, messages, faults, stackDirectory, outputDirectory, onProgress } = options;
  const startedAt = Date.now();
  rmSync(outputDirectory, { recursive: true, force: true });
  mkdirSync(outputDirectory, { recursive: true });
  const journal = join(outputDirectory, journalFiles.server);
  const dataDirectory = mkdtempSync(join(tmpdir(), "kite-sweep-"));
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
      dataDirectory,
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

    const isQuiet = await becomeQuiet(stage, () => telegram.webhook.info.pending_update_count ?? 0);
    onProgress(isQuiet ? "everything is delivered" : "something is not delivered in time");
    const pending = await readPending(stackDirectory, kite.dynamodbEndpoint);
    const calls = readJournal<ServerCall>(journal);
    const { serverKilledAt } = stage;
    const history = buildHistory({ cast, telegramSide, calls, serverKilledAt, pendingTokens: pending });
    const counts = new Map([...countServerFaults(calls), ...record.counts]);
    return { history, faults: counts, seconds: (Date.now() - startedAt) / 1000 };
  } finally {
    cast?.close();
    await kite?.close();
    await botApi.close();
    record.close();
    rmSync(dataDirectory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

interface Stage {
  readonly options: SweepOptions;
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

/** Sends each message at its time; storms and the server's death come at their share of the messages. */
async function sendAll(stage: Stage, planned: readonly TrafficMessage[]): Promise<void> {
  const startedAt = Date.now();
  let late = 0;
  const events = new Map(
    storms.map(
      (share, storm) => [Math.floor(share * planned.length), () => raiseStorm(stage, storm)] as const,
    ),
  );
  const killAt = Math.floor(serverDeath * planned.length);
  const step = Math.ceil(planned.length / progressLines);
  for (const [index, message] of planned.entries()) {
    if (index > 0 && index % step === 0) {
      stage.options.onProgress(`${index} messages are sent`);
    }
    events.get(index)?.();
    const wait = startedAt + late + message.at - Date.now();
    if (wait > 0) {
      await sleep(wait);
    }
    late += await waitForServer(stage);
    freezeRecipient(stage, message);
    sendOrReplace(stage, message);
    if (index === killAt && stage.options.faults.includes("server-killed")) {
      const before = Date.now();
      await killServer(stage);
      late += Date.now() - before;
    }
  }
}

const progressLines = 10;

/** So many messages may be without ACK at once: a slow machine takes longer, but does not drown. */
const mostUnacknowledged = 24;
const longestWaitMilliseconds = 15_000;

/** @returns how many milliseconds it took until the server had caught up */
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

/** A host with nothing to reply to yet leaves the word to a visitor, so that the count of messages holds. */
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

/** Every visitor says something at once, and the server dies while all of it is on its way. */
async function killServer(stage: Stage): Promise<void> {
  const { kite, cast, record, telegramSide, serverKilledAt } = stage;
  for (const index of cast.visitors.keys()) {
    cast.send({
      from: "visitor",
      at: 0,
      asFile: false,
      visitor: index,
      token: `kv-${index}-${burst + index}`,
    });
  }
  await sleep(burstMilliseconds);
  await kite.kill();
  serverKilledAt.push(Date.now());
  const posted = new Set(telegramSide.posts.flatMap(({ tokens, messageId }) => (messageId ? tokens : [])));
  const received = new Set(cast.receptions.map(({ token }) => token));
  const underWay = [
    ...cast.visitorTexts.filter(({ token }) => !posted.has(token)),
    ...cast.hostTexts.filter(({ token }) => !received.has(token)),
  ].map(({ token }) => token);
  for (const token of [...cast.visitorTexts, ...cast.hostTexts].map((it) => it.token)) {
    record.count("server-killed", underWay.includes(token));
  }
  record.note("run", "the server is killed [server-killed]", underWay);
  await kite.startAgain();
  record.note("run", "the server is there again", underWay);
}

/** Numbers of the burst's messages: above those of the traffic. */
const burst = 1_000_000;
const burstMilliseconds = 250;

/** Waits until nothing is on its way any more. @returns false when that took too long */
async function becomeQuiet({ options, cast, telegramSide }: Stage, updates: () => number): Promise<boolean> {
  const patience = quietMilliseconds + quietMillisecondsAMessage * options.messages;
  for (const end = Date.now() + patience; Date.now() < end; await sleep(500)) {
    const posted = new Set(telegramSide.posts.flatMap(({ tokens, messageId }) => (messageId ? tokens : [])));
    const refused = new Set(
      telegramSide.posts.flatMap(({ tokens, status }) => (isRefusal(status) ? tokens : [])),
    );
    const received = new Set(cast.receptions.map(({ token }) => token));
    const isQuiet =
      updates() === 0 &&
      telegramSide.copiesLeft === 0 &&
      cast.visitors.every(({ unacknowledged, online }) => unacknowledged === 0 && online) &&
      cast.visitorTexts.every(({ token }) => posted.has(token) || refused.has(token)) &&
      cast.hostTexts.every(({ token }) => received.has(token) || telegramSide.declined.has(token));
    if (isQuiet) {
      // What is delivered is noted a moment later.
      await sleep(settleMilliseconds);
      return true;
    }
  }
  return false;
}

const quietMilliseconds = 85_000;
const quietMillisecondsAMessage = 12;
const settleMilliseconds = 4_000;

/** 400 and 403 are Telegram's last word: https://core.telegram.org/bots/api#making-requests */
function isRefusal(status: number | undefined): boolean {
  return status === 400 || status === 403;
}

async function readPending(stackDirectory: string, endpoint: string): Promise<readonly string[]> {
  const nowhere = "http://127.0.0.1:1";
  const stack = readStack(stackDirectory, {
    httpEndpoint: nowhere,
    webSocketEndpoint: nowhere,
    servicesEndpoint: nowhere,
  });
  const rows = await readPendingRows(endpoint, stack.region, stack.tables);
  return rows.flatMap(tokensOfRow);
}

function readJournal<Line>(path: string): readonly Line[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line.endsWith("}"))
    .map((line) => JSON.parse(line) as Line);
}
