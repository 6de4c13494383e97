import { parseArgs } from "node:util";
import { UserError } from "../constructs/user-error";

/** What `npm start` can be told. */
export interface PlaygroundArguments {
  /** `--help` */
  readonly help: boolean;
  /** `--port`; comes before `PORT`. */
  readonly port: number | undefined;
  /** `--data`; `undefined`: `.kite` in the repository. */
  readonly data: string | undefined;
  /** `--stage` */
  readonly stage: string;
  /** `--lag` */
  readonly lagMilliseconds: number;
  /** `--fresh` */
  readonly fresh: boolean;
  /** `--take-over` */
  readonly takeOver: boolean;
  /** `--verbose` */
  readonly verbose: boolean;
  /** `--json` */
  readonly json: boolean;
}

/** The stage that every deployment has. */
const defaultStage = "dev";

/** About as late as an index of DynamoDB usually is: "a fraction of a second" by its documentation. */
const defaultLagMilliseconds = 100;

const longestLagMilliseconds = 60_000;

export const helpText = `npm start [-- options]

Synthesizes the kite stack, serves it on this machine with a page to try it, and serves it anew when its sources
change. It says what passes, a line each.

  --port <n>     port of everything that is served (default: PORT, else 3000; 0: any that is free)
  --stage <name> stage that is served: dev, or prod when the deployment has it (default: dev)
  --data <dir>   folder for the stack, the database and the files: new, empty, or made by an earlier run (default: .kite)
  --lag <ms>     how late reads without ConsistentRead are, at most (default: 100; 0: never)
  --fresh        begin with an empty database and no files
  --take-over    set the bot's webhook even if it points elsewhere
  --verbose      say what the functions and the gateway log, too
  --json         one JSON object a line on standard output, the first with the URLs; no screen
  --help         this text

Settings stand in .env; .env.example.txt lists them.
`;

/** @throws UserError for a flag that is unknown or a port that is none. */
export function readArguments(args: readonly string[]): PlaygroundArguments {
  const { port, lag, "take-over": takeOver, ...rest } = parse(args);
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) <= 65_535)) {
    throw new UserError(`--port ${port}: wanted a port number up to 65535 (0: any that is free).`);
  }
  if (!(/^\d{1,5}$/.test(lag) && Number(lag) <= longestLagMilliseconds)) {
    throw new UserError(
      `--lag ${lag}: expected whole milliseconds from 0 to ${longestLagMilliseconds}, such as ${defaultLagMilliseconds}.`,
    );
  }
  return {
    ...rest,
    data: rest.data,
    takeOver,
    port: port === undefined ? undefined : Number(port),
    lagMilliseconds: Number(lag),
  };
}

function parse(args: readonly string[]) {
  const flag = { type: "boolean", default: false } as const;
  const options = {
    help: flag,
    port: { type: "string" },
    stage: { type: "string", default: defaultStage },
    data: { type: "string" },
    lag: { type: "string", default: String(defaultLagMilliseconds) },
    fresh: flag,
    "take-over": flag,
    verbose: flag,
    json: flag,
  } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    // Node adds advice about positional arguments.
    const [reason = ""] = String((error as Partial<Error>).message).split(/\. To specify|\n/);
    throw new UserError(`${reason.replace(/\.$/, "")}. Run npm start -- --help for the usage.`);
  }
}
