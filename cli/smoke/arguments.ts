import type { ChatUrls } from "../../checks/smoke/chat-urls";
import { parseCommandLine, usageError } from "../../settings/command-line";

export const HELP = `npm run smoke -- <stage> [--channel <name>] [--yes]
npm run smoke -- [<stage>] --ws <url> --http <url> [--channel <name>] [--yes]
Holds a chat that runs to what it promises its clients: health, handshake, frames, and on a channel with a host
JOIN, texts, history and files. A line a check; the exit code is 1 when one failed.
  <stage>           a deployed stage; its addresses come from its dispatcher, by the AWS credentials at hand,
                    unless both are given: then AWS is not asked
  --ws <url>        WebSocket API with its stage, like wss://abc.execute-api.eu-west-1.amazonaws.com/dev
  --http <url>      HTTP API with its stage, like https://def.execute-api.eu-west-1.amazonaws.com/dev
  --channel <name>  a channel that has a host, who gets one text and one file; without it, what needs one is skipped
  --yes             needed to write to a host of prod
  --help            this text`;

/** What to check: a stage, a chat at addresses, or both. */
export type SmokeArguments =
  | { readonly help: true }
  | {
      readonly help: false;
      readonly stage: string | undefined;
      readonly urls: Pick<ChatUrls, "webSocketUrl" | "httpUrl"> | undefined;
      readonly channelName: string | undefined;
      readonly meant: boolean;
    };

/** @throws UserError */
export function readArguments(given: readonly string[]): SmokeArguments {
  const { values, positionals } = parse(given);
  if (values.help) return { help: true };
  const [stage, ...more] = positionals;
  const { ws, http, channel, yes = false } = values;
  if (more.length > 0) throw usageError(`Got "${positionals.join(" ")}"; wanted one stage`, HELP);
  if ((ws === undefined) !== (http === undefined) || (stage ?? ws) === undefined) {
    throw usageError("Wanted a stage, or both --ws and --http", HELP);
  }
  const urls =
    ws === undefined
      ? undefined
      : { webSocketUrl: readUrl("--ws", ws, "ws"), httpUrl: readUrl("--http", http, "http") };
  return { help: false, stage, urls, channelName: channel, meant: yes };
}

function parse(given: readonly string[]) {
  return parseCommandLine(HELP, {
    args: [...given],
    allowPositionals: true,
    options: {
      help: { type: "boolean" },
      ws: { type: "string" },
      http: { type: "string" },
      channel: { type: "string" },
      yes: { type: "boolean" },
    },
  });
}

/** @param scheme `ws` or `http`; each may be secure */
function readUrl(flag: string, value = "", scheme: string): string {
  if (!URL.canParse(value) || !new RegExp(`^${scheme}s?:$`).test(new URL(value).protocol)) {
    throw usageError(
      `${flag}: got "${value}"; wanted a URL that begins with ${scheme}s:// or ${scheme}://`,
      HELP,
    );
  }
  return value.replace(/\/+$/, "");
}
