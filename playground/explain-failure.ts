import {
  EngineError,
  LifecycleInvocationError,
  NoDatabaseError,
  PortInUseError,
  StackError,
  StackUpdateError,
  TableMismatchError,
} from "@kite-chat/stack-server";
import { UserError } from "../constructs/user-error";

/** What to do about a failure of the local server that a person can mend. */
const adviceOf = new Map<abstract new (...args: never[]) => Error, string>([
  [PortInUseError, "npm start -- --port 0 takes any that is free."],
  [
    TableMismatchError,
    "npm start -- --fresh empties the embedded database, npm run destroy-local that of DYNAMODB_ENDPOINT.",
  ],
  [
    NoDatabaseError,
    "Here npm run deploy-local starts it in Docker, and DYNAMODB_ENDPOINT in .env is its URL (http://127.0.0.1:8000).",
  ],
  [EngineError, ""],
  [LifecycleInvocationError, ""],
  [StackError, ""],
  [StackUpdateError, ""],
]);

/** A failure as the person reads it who ran the command; a defect of ours stays what it is. */
export function explainFailure(error: unknown): unknown {
  for (const [kind, advice] of adviceOf) {
    if (error instanceof kind) {
      return new UserError(`${error.message} ${advice}`.trimEnd());
    }
  }
  return error;
}
