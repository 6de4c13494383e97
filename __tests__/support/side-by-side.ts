import { FaultProxy } from "../../checks/harness/fault-proxy";
import { KiteRun } from "../../checks/harness/kite-run";

/** A run whose invocations run in parallel. */
export interface SideBySide {
  readonly run: KiteRun;
  close(): Promise<void>;
}

/** Number of invocations that run at the same moment. */
const invocations = 8;

/**
 * Starts a run with a database that is as slow as a distant one, and with one worker for each parallel invocation.
 * Otherwise the local run would start a further worker only after the existing ones have been busy for a while.
 */
export async function startSideBySide(telegramProxy?: FaultProxy): Promise<SideBySide> {
  const database = await FaultProxy.start();
  const run = await KiteRun.start({ database }, telegramProxy);
  database.behave = () => ({ delayMilliseconds: 1_000 });
  const probe = { requestContext: { eventType: "DISCONNECT", connectionId: "nobody" } };
  await Promise.all(
    Array.from({ length: invocations }, () => run.server.invoke("dev-request-dispatcher", probe)),
  );
  database.behave = () => ({ delayMilliseconds: 15 });
  return {
    run,
    async close() {
      await run.close();
      await database.close();
    },
  };
}
