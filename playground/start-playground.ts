import { join } from "node:path";
import type { Telegram } from "@kite-chat/bot-api-server";
import {
  Faults,
  type LocalServer,
  type Log,
  ReadLag,
  ShiftableClock,
  serve,
  systemClock,
} from "@kite-chat/stack-server";
import { checkWebhook } from "./check-webhook";
import { chooseTelegram, describeMissingTelegram, type TelegramSettings } from "./choose-telegram";
import { explainFailure } from "./explain-failure";
import { hostDemoChannel } from "./host-demo-channel";
import { followSources } from "./live/live-stack";
import { Synthesizer } from "./live/synthesizer";
import { checkTypes } from "./live/type-checker";
import { starting } from "./output/sources";
import { OwnHosts } from "./own-hosts";
import { ownOriginsAdder } from "./own-origins";
import { FaultPanel } from "./page/fault-panel";
import { HostChat } from "./page/host-chat";
import { loadPageFiles } from "./page/page-files";
import { createPageHandler } from "./page/page-handler";
import { readStackFacts } from "./stack-facts";

export interface PlaygroundProps extends TelegramSettings {
  /** 0: any that is free. */
  readonly port: number;
  readonly host: string;
  /** Folder for the stack that is synthesized. */
  readonly outputDirectory: string;
  /** Folder for the database. @default - in memory */
  readonly dataDirectory?: string;
  /** A DynamoDB to use. @default - the embedded one */
  readonly dynamodbEndpoint?: string | undefined;
  /**
   * How old a read without `ConsistentRead` may be, at most; half of it at least. 0: never old. With a
   * `dynamodbEndpoint` there is no lag, since others may write there.
   * @default 0
   */
  readonly lagMilliseconds?: number;
  /** True: the webhook is taken from whoever has it. @default false */
  readonly takeOver?: boolean;
  /** True: a change of the stack or of its functions is served at once. @default false */
  readonly watch?: boolean;
  /** The stage that is served. @default "dev" */
  readonly stage?: string;
  readonly log: Log;
}

/** A playground that runs. */
export interface Playground {
  /** The page, for example `http://localhost:3000`. */
  readonly url: string;
  /** Of the page's channel, for wscat. */
  readonly webSocketUrl: string;
  /** What answers `OK` to GET. */
  readonly webhookUrl: string;
  readonly channelName: string;
  readonly apiRoot: string;
  readonly server: LocalServer;
  /** Our own Telegram and the host's chat in it; `undefined` when the host sits in one elsewhere. */
  readonly own?: { readonly telegram: Telegram; readonly hostChat: HostChat };
  /** Takes the webhook away and stops everything, last started first. */
  close(): Promise<void>;
}

/** The channel that the page joins, and that our own host hosts from the start. */
const demoChannelName = "kite-demo";
const defaultStage = "dev";

/**
 * Synthesizes the stack, serves it, and puts a Telegram with a host beside it.
 *
 * @throws UserError for what the person who started it can mend; nothing is left running then.
 */
export async function startPlayground(props: PlaygroundProps): Promise<Playground> {
  const started: (() => Promise<void>)[] = [];
  const close = async () => {
    for (let stop = started.pop(); stop !== undefined; stop = started.pop()) {
      await stop();
    }
  };
  try {
    return await start(props, started, close);
  } catch (error) {
    await close().catch(() => undefined);
    throw explainFailure(error);
  }
}

async function start(
  props: PlaygroundProps,
  started: (() => Promise<void>)[],
  close: () => Promise<void>,
): Promise<Playground> {
  // 1. The stack: what would be deployed.
  const { stage = defaultStage, outputDirectory, log } = props;
  const tell = (message: string) => log({ level: "info", source: starting, message });
  tell("Synthesizing the stack …");
  const synthesizer = new Synthesizer({ stage, outputDirectory: outputDirectory });
  started.push(() => synthesizer.close());
  const stackDirectory = await synthesizer.synthesizeUnlessKept();
  for (const message of synthesizer.notes) {
    log({ level: "warn", source: starting, message });
  }

  // 2. A Telegram: our own, or one elsewhere.
  const missing = describeMissingTelegram(props);
  if (missing !== undefined) {
    log({ level: "warn", source: starting, message: missing });
  }
  const telegram = await chooseTelegram(props);
  started.push(telegram.close);
  const hostChat = telegram.own && makeHostChat(telegram.own);

  // 3. The page, and what may go wrong.
  const faults = new Faults(systemClock);
  const clock = new ShiftableClock(systemClock);
  const readLag = chooseReadLag(props);
  let running: LocalServer | undefined;
  const faultPanel = new FaultPanel({
    faults,
    telegramFaults: telegram.own?.faults,
    readLag,
    clock,
    openConnections: () => running?.openConnections() ?? [],
    cutConnections: () => running?.cutConnections(),
  });
  const facts = readStackFacts(stackDirectory, telegram.publicUrl ?? "http://localhost");
  const hosts = new OwnHosts(props.host);
  const handleRequest = createPageHandler({
    hosts,
    files: loadPageFiles(),
    setup: {
      channelName: demoChannelName,
      webSocketPath: facts.webSocketPath,
      ...(hostChat && { hostChatTitle: hostChat.title }),
    },
    ...(hostChat && { hostChat }),
    faultPanel,
    ...(telegram.publicUrl === undefined ? {} : { publicUrl: telegram.publicUrl }),
  });

  // 4. The stack, served.
  tell("Starting the database and the functions …");
  const tunnelHost = telegram.publicUrl === undefined ? undefined : new URL(telegram.publicUrl).host;
  const server = await serve({
    stackDirectory,
    port: props.port,
    host: props.host,
    ...(props.dataDirectory === undefined ? {} : { dataDirectory: props.dataDirectory }),
    ...(props.dynamodbEndpoint === undefined ? {} : { dynamodbEndpoint: props.dynamodbEndpoint }),
    ...(telegram.publicUrl === undefined ? {} : { publicUrl: telegram.publicUrl }),
    parameters: { [facts.tokenParameter]: telegram.token },
    // No proxy stands before a local run, so nobody could show its secret.
    environment: { TELEGRAM_API_ROOT: telegram.apiRoot, PROXY_SECRET_PARAMETER: "" },
    handleRequest,
    acceptsHost: (host) => hosts.has(host) || host.toLowerCase() === tunnelHost,
    adapt: ownOriginsAdder(hosts, log),
    sourceMaps: synthesizer.sourceMaps,
    faults,
    ...(readLag && { readLag }),
    clock,
    wallClock: systemClock,
    log,
  });
  running = server;
  started.push(() => server.close());

  // 5. The webhook, as a deploy sets it.
  const { webhookUrl } = readStackFacts(stackDirectory, telegram.publicUrl ?? server.url);
  if (telegram.own === undefined && props.takeOver !== true) {
    await checkWebhook({ apiRoot: telegram.apiRoot, token: telegram.token, webhookUrl });
  }
  started.push(() => server.destroy());
  await server.create();

  // 6. A host for the page's channel.
  if (hostChat !== undefined) {
    await hostDemoChannel(hostChat, demoChannelName);
  }

  // 7. The sources, from now on.
  if (props.watch === true) {
    const update = (directory: string) => server.update(directory);
    const memory = join(outputDirectory, "types.tsbuildinfo");
    const live = followSources({ synthesizer, update, checkTypes: () => checkTypes(memory), log });
    // A synth that nobody waits for any more is ended, not waited for.
    started.push(async () => {
      const closed = live.close();
      await synthesizer.close();
      await closed;
    });
  }

  return {
    url: server.url,
    webSocketUrl: `${server.url.replace(/^http/, "ws")}${facts.webSocketPath}?c=${demoChannelName}`,
    webhookUrl,
    channelName: demoChannelName,
    apiRoot: telegram.apiRoot,
    server,
    ...(telegram.own && hostChat && { own: { telegram: telegram.own, hostChat } }),
    close,
  };
}

/** A copy of the tables answers what may be old: it would never learn what others write to a database of theirs. */
function chooseReadLag({ lagMilliseconds = 0, dynamodbEndpoint, log }: PlaygroundProps): ReadLag | undefined {
  if (lagMilliseconds === 0) {
    return undefined;
  }
  if (dynamodbEndpoint !== undefined) {
    const message =
      "Reads do not lag here as on AWS: DYNAMODB_ENDPOINT is a database that others may write to.";
    log({ level: "warn", source: "playground", message });
    return undefined;
  }
  return new ReadLag({
    minimumMilliseconds: lagMilliseconds / 2,
    maximumMilliseconds: lagMilliseconds,
  });
}

function makeHostChat(telegram: Telegram): HostChat {
  const host = telegram.createUser("Grace", "grace_host");
  return new HostChat(telegram, telegram.createGroup({ title: "Support", people: [host] }), host);
}
