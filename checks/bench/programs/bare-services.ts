import {
  createTables,
  ParameterStore,
  Queues,
  startEngine,
  startServices,
  systemClock,
} from "@kite-chat/stack-server";
import { readUnservedStack } from "../../harness/unserved-stack";
import { answerParent } from "../child/answer-parent";

const closing: (() => Promise<void>)[] = [];

/** Serves the database and the queue of the stack, without functions. */
answerParent({
  start: async ({ stackDirectory }: { stackDirectory: string }) => {
    const queues = new Queues(systemClock);
    const services = await startServices({ queues, parameters: new ParameterStore({}) });
    closing.push(
      () => services.close(),
      async () => queues.close(),
    );
    const stack = readUnservedStack(stackDirectory, services.endpoint);
    queues.create(stack.queues);
    const engine = await startEngine();
    closing.push(() => engine.close());
    await createTables(engine.endpoint, stack.region, stack.tables);
    const { environment } = stack.functions.find((it) => it.environment.OUTBOX_QUEUE_URL !== undefined) ?? {};
    return {
      dynamodbEndpoint: engine.endpoint,
      queueUrl: environment?.OUTBOX_QUEUE_URL,
      region: stack.region,
      tables: stack.tables,
    };
  },
  close: async () => {
    for (const close of closing.reverse()) {
      await close();
    }
  },
});
