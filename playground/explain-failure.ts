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

/** Advice for errors of the local server, by class. The user can fix the causes of these errors. */
const adviceOf = new Map<abstract new (...args: never[]) => Error, string>([
  [PortInUseError, "To use any free port, run npm start -- --port 0."],
  [
    TableMismatchError,
    "To empty the embedded database, run npm start -- --fresh. To empty the database at DYNAMODB_ENDPOINT, run npm run destroy-local.",
  ],
  [
    NoDatabaseError,
    "To start DynamoDB Local in Docker, run npm run deploy-local and set DYNAMODB_ENDPOINT in .env to http://127.0.0.1:8000.",
  ],
  [EngineError, ""],
  [LifecycleInvocationError, ""],
  [StackError, ""],
  [StackUpdateError, ""],
]);

/**
 * Turns a failure that the user can fix into a UserError with advice. Returns any other error unchanged, because it is
 * a defect of Kite.
 */
export function explainFailure(error: unknown): unknown {
  for (const [kind, advice] of adviceOf) {
    if (error instanceof kind) {
      return new UserError(`${error.message} ${advice}`.trimEnd());
    }
  }
  return error;
}
