import { Logger } from "@aws-lambda-powertools/logger";
import type { ChatLog } from "../chat/ports";

/** One JSON object a line. Service name and level come from Powertools' own variables. */
export function chatLog(): ChatLog {
  const logger = new Logger();
  return {
    info: (message, fields) => logger.info(message, { ...fields }),
    warn: (message, fields) => logger.warn(message, { ...fields }),
    error: (message, error, fields) => logger.error(message, { ...fields, error: described(error) }),
  };
}

/** What may be logged of an error: SDK errors carry whole requests and items, with what visitors wrote. */
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
