import { parseArgs } from "node:util";
import { UserError } from "../constructs/user-error";

/** Command-line options of `npm start`. */
export interface PlaygroundArguments {
  /** `--help` */
  readonly help: boolean;
  /** `--port`; overrides the variable `PORT`. */
  readonly port: number | undefined;
  /** `--data` @default - `.kite` in the repository */
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

/** Every deployment has this stage. */
const defaultStage = "dev";

/** Typical lag of a DynamoDB index, which the documentation gives as "a fraction of a second". */
const defaultLagMilliseconds = 100;

const longestLagMilliseconds = 60_000;

export const helpText = `npm start [-- options]

Synthesizes the kite stack and serves it on this machine, with a page to try it. Serves the stack again when its
sources change. Logs a line for each request, frame and delivery.

  --port <n>     port of the server (default: PORT, else 3000; 0: any free port)
  --stage <name> stage to serve: dev, or prod if the deployment has it (default: dev)
  --data <dir>   folder for the stack, the database and the files: new, empty, or created by an earlier run (default: .kite)
  --lag <ms>     maximum lag of reads without ConsistentRead, in milliseconds (default: 100; 0: no lag)
  --fresh        start with an empty database and no files
  --take-over    replace the bot's webhook even if it points elsewhere
  --verbose      also print the logs of the functions and the gateway
  --json         print one JSON object per line on standard output; the first has the URLs
  --help         show this text

Settings come from .env; .env.example.txt lists them.
`;

/** Reads the options from the command line. @throws UserError for an unknown option or an invalid value */
export function readArguments(args: readonly string[]): PlaygroundArguments {
  const { port, lag, "take-over": takeOver, ...rest } = parse(args);
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) <= 65_535)) {
    throw new UserError(`--port ${port}: expected a port number from 0 to 65535 (0: any free port).`);
  }
  if (!(/^\d{1,5}$/.test(lag) && Number(lag) <= longestLagMilliseconds)) {
    throw new UserError(
      `--lag ${lag}: expected a whole number of milliseconds from 0 to ${longestLagMilliseconds}, such as ${defaultLagMilliseconds}.`,
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
    // Node appends advice about positional arguments, which does not apply here.
    const [reason = ""] = String((error as Partial<Error>).message).split(/\. To specify|\n/);
    throw new UserError(`${reason.replace(/\.$/, "")}. Run npm start -- --help to list the options.`);
  }
}
