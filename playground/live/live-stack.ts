import { join, relative } from "node:path";
import type { Log } from "@kite-chat/stack-server";
import { repositoryFolder } from "../../constructs/repository";
import { explainFailure } from "../explain-failure";
import { reload } from "../output/sources";
import { stackSources } from "./stack-sources";
import type { Synthesizer } from "./synthesizer";
import { watchTree } from "./watch-tree";

/** Properties of {@link followSources}. */
export interface LiveStackProps {
  readonly synthesizer: Pick<Synthesizer, "synthesize" | "warm">;
  /** Serves the stack in a folder. @returns the differences, one line each */
  readonly update: (stackDirectory: string) => Promise<readonly string[]>;
  /** Checks the types of the sources. @returns the errors, one line each @default - types are not checked */
  readonly checkTypes?: () => Promise<readonly string[]>;
  readonly log: Log;
  /** Files and folders to watch. @default - the program, its stacks and settings, and the code of the functions */
  readonly sources?: readonly string[];
}

/** A stack that is synthesized and served again when its sources change. */
export interface LiveStack {
  /** Stops watching. Resolves when a change in progress is served or has failed. */
  close(): Promise<void>;
}

/**
 * Watches the sources. After a change, synthesizes the stack and serves it, one change at a time. Changes that happen
 * in the meantime are combined into the next one. If a change fails or has type errors, the errors are logged and the
 * previous stack is still served.
 */
export function followSources(props: LiveStackProps): LiveStack {
  const { synthesizer, log, sources = stackSources.map((name) => join(repositoryFolder, name)) } = props;
  let pending: readonly string[] = [];
  let running: Promise<void> | undefined;
  let closed = false;

  const run = async () => {
    while (pending.length > 0 && !closed) {
      const files = pending;
      pending = [];
      await serveChange(files, props, () => closed);
      synthesizer.warm();
    }
    running = undefined;
  };
  const watch = watchTree({
    paths: sources,
    onChange: (files) => {
      pending = [...new Set([...pending, ...files])];
      running ??= run();
    },
  });
  synthesizer.warm();
  log({
    level: "debug",
    source: reload,
    message: `Watching for changes in ${stackSources.join(", ")}.`,
  });

  return {
    close: async () => {
      closed = true;
      watch.close();
      await running;
    },
  };
}

async function serveChange(
  files: readonly string[],
  { synthesizer, update, checkTypes = async () => [], log }: LiveStackProps,
  isClosed: () => boolean,
): Promise<void> {
  const startedAt = performance.now();
  const what = describeFiles(files);
  log({ level: "info", source: reload, message: `${what}: building …` });
  const checking = checkTypes();
  try {
    const stackDirectory = await synthesizer.synthesize();
    const errors = await checking;
    if (errors.length > 0) {
      logTypeErrors(what, errors, log);
      return;
    }
    const changes = await update(stackDirectory);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    const result = changes.length === 0 ? "the stack did not change" : changes.join(", ");
    log({ level: "info", source: reload, message: `${what}: ${result} (served after ${seconds} s)` });
  } catch (error) {
    if (!isClosed()) {
      const explained = explainFailure(error);
      const reason = explained instanceof Error ? explained.message : String(explained);
      log({
        level: "error",
        source: reload,
        message: `${what}: ${reason} The previous version is still served.`,
      });
    }
  } finally {
    await checking;
  }
}

const mostErrors = 10;

function logTypeErrors(what: string, errors: readonly string[], log: Log): void {
  const count = errors.length === 1 ? "1 type error" : `${errors.length} type errors`;
  log({
    level: "error",
    source: reload,
    message: `${what}: ${count}. The previous version is still served.`,
    lines: errors.slice(0, mostErrors),
  });
}

const mostNames = 3;

function describeFiles(files: readonly string[]): string {
  const names = files.slice(0, mostNames).map((file) => relative(repositoryFolder, file));
  const more = files.length - names.length;
  return `${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
