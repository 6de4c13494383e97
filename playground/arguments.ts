import { parseArgs } from "node:util";
import { UserError } from "../settings/user-error";

/** What `npm start` can be told. */
export interface PlaygroundArguments {
  /** `--help` */
  readonly help: boolean;
  /** `--port`; comes before `PORT`. */
  readonly port: number | undefined;
  /** `--data`; `undefined`: `.kite` in the repository. */
  readonly data: string | undefined;
  /** `--fresh` */
  readonly fresh: boolean;
  /** `--take-over` */
  readonly takeOver: boolean;
  /** `--verbose` */
  readonly verbose: boolean;
}

export const HELP = `npm start [-- options]

Synthesizes the kite stack, serves it on this machine, and opens a page to try it.

  --port <n>     port of everything that is served (default: PORT, else 3000; 0: any that is free)
  --data <dir>   folder for the plan and the database (default: .kite)
  --fresh        begin with an empty database
  --take-over    set the bot's webhook even if it points elsewhere
  --verbose      log what the functions and the gateway say, too
  --help         this text

Settings stand in .env; .env.example.txt lists them.
`;

/** @throws UserError for a flag that is unknown or a port that is none. */
export function readArguments(args: readonly string[]): PlaygroundArguments {
  const { help, port, data, fresh, "take-over": takeOver, verbose } = parse(args);
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) <= 65_535)) {
    throw new UserError(`--port ${port}: wanted a port number up to 65535 (0: any that is free).`);
  }
  return { help, port: port === undefined ? undefined : Number(port), data, fresh, takeOver, verbose };
}

function parse(args: readonly string[]) {
  try {
    const flag = { type: "boolean", default: false } as const;
    const options = {
      help: flag,
      port: { type: "string" },
      data: { type: "string" },
      fresh: flag,
      "take-over": flag,
      verbose: flag,
    } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`${reason}\nnpm start -- --help shows what there is.`);
  }
}
