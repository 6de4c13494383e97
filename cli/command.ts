import { UserError } from "../constructs/user-error";

/** Groups of commands in the help, in order. */
export const groups = {
  deploy: "Deploy",
  operate: "Operate",
  compare: "Synthesize and compare",
  pipeline: "Pipeline",
  check: "Check",
  maintain: "Maintain the repository",
} as const;

/** A positional argument of a command. A command lists its arguments in order. */
export interface ArgumentDescription {
  /** Text for the help, without a full stop. */
  readonly help: string;
  /** @default - any text */
  readonly choices?: readonly string[];
  /** @default false */
  readonly optional?: boolean;
  /**
   * Whether the argument accepts any number of values, including none. It must be the last argument.
   * @default false
   */
  readonly many?: boolean;
}

/** An option of a command: a flag such as `--yes`, or an option with a value such as `--stage <name>`. */
export interface OptionDescription {
  /** Text for the help, without a full stop. */
  readonly help: string;
  /**
   * Name of the value in the help.
   * @default - the option is a flag
   */
  readonly value?: string;
  /**
   * Value if the option is not given.
   * @default - `undefined`
   */
  readonly default?: string;
}

type ArgumentDescriptions = Readonly<Record<string, ArgumentDescription>>;
type OptionDescriptions = Readonly<Record<string, OptionDescription>>;

/** One of the choices of an argument, or any text. */
type ArgumentValue<Argument extends ArgumentDescription> = Argument extends {
  readonly choices: readonly (infer Choice extends string)[];
}
  ? Choice
  : string;

/** Values of the arguments of a command, by name. */
export type ArgumentValues<Arguments extends ArgumentDescriptions> = {
  readonly [Name in keyof Arguments]: Arguments[Name] extends { readonly many: true }
    ? readonly ArgumentValue<Arguments[Name]>[]
    : Arguments[Name] extends { readonly optional: true }
      ? ArgumentValue<Arguments[Name]> | undefined
      : ArgumentValue<Arguments[Name]>;
};

/** Values of the options of a command, by name. */
export type OptionValues<Options extends OptionDescriptions> = {
  readonly [Name in keyof Options]: Options[Name] extends { readonly value: string }
    ? Options[Name] extends { readonly default: string }
      ? string
      : string | undefined
    : boolean;
};

/** Result of a command, which is printed as text, or as JSON with `--json`. */
export interface CommandResult {
  readonly json: unknown;
  /** Text of the result. `undefined` if the command printed everything while it ran. */
  readonly text?: string | undefined;
  /**
   * Reason for the failure, printed on standard error. Sets the exit code to 1.
   * @default - the command did not fail
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
   * More text for `kite <command> --help`.
   * @default - none
   */
  readonly details?: string;
  /** @default - none */
  readonly arguments?: Arguments;
  /** @default - none but `--help` */
  readonly options?: Options;
}

/** Function that runs a command. It imports the modules that it needs, so that the help is printed without them. */
type Run<Arguments extends ArgumentDescriptions, Options extends OptionDescriptions, Result> = (
  arguments_: ArgumentValues<Arguments>,
  options: OptionValues<Options>,
) => Result | Promise<Result>;

/** A command of `kite`. The name of its file in `cli/commands/` is the name of the command. */
export type Command<
  Arguments extends ArgumentDescriptions = ArgumentDescriptions,
  Options extends OptionDescriptions = OptionDescriptions,
> = Description<Arguments, Options> &
  (
    | { readonly json?: never; readonly run: Run<Arguments, Options, void> }
    | {
        /** Name of the result that `--json` prints, for the help. */
        readonly json: string;
        readonly run: Run<Arguments, Options, CommandResult>;
      }
  );

/** Defines a command. The descriptions determine the types of its arguments and options. */
export function defineCommand<
  const Arguments extends ArgumentDescriptions = Record<never, ArgumentDescription>,
  const Options extends OptionDescriptions = Record<never, OptionDescription>,
>(command: Command<Arguments, Options>): Command {
  return command as unknown as Command;
}

/** An error in the arguments or options. The command that prints the usage is appended to the message. */
export class UsageError extends UserError {}
