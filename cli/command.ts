import { UserError } from "../constructs/user-error";

/** The parts of the help in which commands stand, in its order. */
export const groups = {
  deploy: "Deploy",
  compare: "Synthesize and compare",
  pipeline: "Pipeline",
  check: "Check",
  maintain: "Maintain the repository",
} as const;

/** An argument of a command. Arguments are given in the order in which the command lists them. */
export interface ArgumentDescription {
  /** For the help, without a full stop. */
  readonly help: string;
  /** @default - any text */
  readonly choices?: readonly string[];
  /** @default false */
  readonly optional?: boolean;
  /**
   * Whether it takes all arguments that are left, which may be none.
   * @default false
   */
  readonly many?: boolean;
}

/** An option of a command: a flag such as `--yes`, or one with a value such as `--stage <name>`. */
export interface OptionDescription {
  /** For the help, without a full stop. */
  readonly help: string;
  /**
   * Name of the value in the help.
   * @default - it is a flag
   */
  readonly value?: string;
  /**
   * The value when the option is not given.
   * @default - `undefined`
   */
  readonly default?: string;
}

type ArgumentDescriptions = Readonly<Record<string, ArgumentDescription>>;
type OptionDescriptions = Readonly<Record<string, OptionDescription>>;

/** The arguments that a command got, by their names. */
export type ArgumentValues<Arguments extends ArgumentDescriptions> = {
  readonly [Name in keyof Arguments]: Arguments[Name] extends { readonly many: true }
    ? readonly string[]
    : Arguments[Name] extends { readonly optional: true }
      ? string | undefined
      : string;
};

/** The options that a command got, by their names. */
export type OptionValues<Options extends OptionDescriptions> = {
  readonly [Name in keyof Options]: Options[Name] extends { readonly value: string }
    ? Options[Name] extends { readonly default: string }
      ? string
      : string | undefined
    : boolean;
};

/** What a command found out, to be printed as text or with `--json`. */
export interface CommandResult {
  readonly json: unknown;
  /** `undefined`: everything has been said while it ran. */
  readonly text?: string | undefined;
  /**
   * Why the command failed, for standard error; the exit code is 1 then.
   * @default - it did not fail
   */
  readonly failure?: string | undefined;
  /** @default - 0, or 1 with a `failure` */
  readonly exitCode?: number;
}

interface Description<Arguments extends ArgumentDescriptions, Options extends OptionDescriptions> {
  readonly group: keyof typeof groups;
  /** One sentence. */
  readonly summary: string;
  /**
   * More sentences for `kite <command> --help`.
   * @default - none
   */
  readonly details?: string;
  /** @default - none */
  readonly arguments?: Arguments;
  /** @default - none but `--help` */
  readonly options?: Options;
}

/** Runs a command. It loads what it needs only then, so that the help is there at once. */
type Run<Arguments extends ArgumentDescriptions, Options extends OptionDescriptions, Result> = (
  arguments_: ArgumentValues<Arguments>,
  options: OptionValues<Options>,
) => Result | Promise<Result>;

/** A command of `kite`. Its name is that of its file in `cli/commands/`. */
export type Command<
  Arguments extends ArgumentDescriptions = ArgumentDescriptions,
  Options extends OptionDescriptions = OptionDescriptions,
> = Description<Arguments, Options> &
  (
    | { readonly json?: never; readonly run: Run<Arguments, Options, void> }
    | {
        /** What `--json` prints in place of text, for the help. */
        readonly json: string;
        readonly run: Run<Arguments, Options, CommandResult>;
      }
  );

/** Defines a command; its arguments and options have the types that their descriptions say. */
export function defineCommand<
  const Arguments extends ArgumentDescriptions = Record<never, ArgumentDescription>,
  const Options extends OptionDescriptions = Record<never, OptionDescription>,
>(command: Command<Arguments, Options>): Command {
  return command as unknown as Command;
}

/** An error of the command line. The command that shows its usage is added to the message. */
export class UsageError extends UserError {}
