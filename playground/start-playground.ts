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

/** Properties of {@link startPlayground}. */
export interface PlaygroundProps extends TelegramSettings {
  /** Port to listen on. 0: any free port. */
  readonly port: number;
  /** Address to listen on, for example `localhost`. */
  readonly host: string;
  /** Folder for the synthesized stack. */
  readonly outputDirectory: string;
  /** Folder for the database. @default - the database is in memory */
  readonly dataDirectory?: string;
  /** URL of an external DynamoDB. @default - the embedded database */
  readonly dynamodbEndpoint?: string | undefined;
  /**
   * Maximum lag of a read without `ConsistentRead`; the minimum is half of it. 0: no lag. Ignored with a
   * `dynamodbEndpoint`, because other programs may write there.
   * @default 0
   */
  readonly lagMilliseconds?: number;
  /** Replaces a webhook that points elsewhere. @default false */
  readonly takeOver?: boolean;
  /** Serves changes of the stack and its functions immediately. @default false */
  readonly watch?: boolean;
  /** Stage to serve. @default "dev" */
  readonly stage?: string;
  readonly log: Log;
}

/** A running playground. */
export interface Playground {
  /** URL of the page, for example `http://localhost:3000`. */
  readonly url: string;
  /** WebSocket URL of the page's channel, for wscat. */
  readonly webSocketUrl: string;
  /** Webhook URL, which responds to GET with `OK`. */
  readonly webhookUrl: string;
  readonly channelName: string;
  readonly apiRoot: string;
  readonly server: LocalServer;
  /** The embedded Telegram and the host's chat in it. @default - the Bot API server is external */
  readonly own?: { readonly telegram: Telegram; readonly hostChat: HostChat };
  /** Removes the webhook and stops everything in reverse order. */
  close(): Promise<void>;
}

/** Channel that the page joins. With the embedded Telegram, the channel has a host from the start. */
const demoChannelName = "kite-demo";
const defaultStage = "dev";

/**
 * The secret is the same in each run, so that the key of a channel is valid as long as the database exists. Nobody can
 * compute the key from the secret alone, because the key also depends on a random version in the channel's row.
 */
const identitySecret = "secret of the local run";

/**
 * Synthesizes the stack and serves it, with a Bot API server and a host.
 *
 * @throws UserError for a failure that the user can fix. Everything that was started is stopped first.
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
  // 1. The stack, as a deploy would synthesize it.
  const { stage = defaultStage, outputDirectory, log } = props;
  const tell = (message: string) => log({ level: "info", source: starting, message });
  tell("Synthesizing the stack …");
  const synthesizer = new Synthesizer({ stage, outputDirectory: outputDirectory });
  started.push(() => synthesizer.close());
  const stackDirectory = await synthesizer.synthesizeUnlessKept();
  for (const message of synthesizer.notes) {
    log({ level: "warn", source: starting, message });
  }

  // 2. The Bot API server, embedded or external.
  const missing = describeMissingTelegram(props);
  if (missing !== undefined) {
    log({ level: "warn", source: starting, message: missing });
  }
  const telegram = await chooseTelegram(props);
  started.push(telegram.close);
  const hostChat = telegram.own && makeHostChat(telegram.own);

  // 3. The page, and the faults that it can inject.
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
    services: () => running,
    ...(telegram.publicUrl === undefined ? {} : { publicUrl: telegram.publicUrl }),
  });

  // 4. The server of the stack.
  tell("Starting the database and the functions …");
  const tunnelHost = telegram.publicUrl === undefined ? undefined : new URL(telegram.publicUrl).host;
  const server = await serve({
    stackDirectory,
    port: props.port,
    host: props.host,
    ...(props.dataDirectory === undefined ? {} : { dataDirectory: props.dataDirectory }),
    ...(props.dynamodbEndpoint === undefined ? {} : { dynamodbEndpoint: props.dynamodbEndpoint }),
    ...(telegram.publicUrl === undefined ? {} : { publicUrl: telegram.publicUrl }),
    parameters: {
      [facts.tokenParameter]: telegram.token,
      ...(facts.identitySecretParameter && { [facts.identitySecretParameter]: identitySecret }),
    },
    // No proxy runs in front of a local run, so no request could carry the proxy's secret.
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

  // 5. The webhook, set as in a deploy.
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

  // 7. The watch on the sources.
  if (props.watch === true) {
    const update = (directory: string) => server.update(directory);
    const memory = join(outputDirectory, "types.tsbuildinfo");
    const live = followSources({ synthesizer, update, checkTypes: () => checkTypes(memory), log });
    // A synthesis that is still running is killed instead of awaited.
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

/**
 * Returns no lag for an external database. Stale reads come from a copy of the tables, and the copy does not contain
 * what other programs write to the database.
 */
function chooseReadLag({ lagMilliseconds = 0, dynamodbEndpoint, log }: PlaygroundProps): ReadLag | undefined {
  if (lagMilliseconds === 0) {
    return undefined;
  }
  if (dynamodbEndpoint !== undefined) {
    const message =
      "Reads do not lag as they do on AWS: --lag needs the embedded database, but DYNAMODB_ENDPOINT is set.";
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
