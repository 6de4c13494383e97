import { Logger } from "@aws-lambda-powertools/logger";
import type { ChatLog } from "../chat/ports";

/** Writes one JSON object per line. Powertools' own variables set the service name and the level. */
export function chatLog(): ChatLog {
  const logger = new Logger();
  return {
    info: (message, fields) => logger.info(message, { ...fields }),
    warn: (message, fields) => logger.warn(message, { ...fields }),
    error: (message, error, fields) => logger.error(message, { ...fields, error: described(error) }),
  };
}

/** Returns the loggable part of an error. SDK errors contain whole requests and items, with visitors' messages. */
function described(error: unknown): {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
} {
  if (!(error instanceof Error)) {
    return { name: "unknown", message: typeof error };
  }
  const { name, message, stack } = error;
  return { name, message, ...(stack !== undefined && { stack }) };
}
