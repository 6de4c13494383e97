import { changeStack } from "../../harness/change-stack";
import { KiteRun } from "../../harness/kite-run";
import { answerParent, memory } from "../child/answer-parent";

/** Throttle in frames per second, higher than any server reaches here. */
const noLimit = 1_000_000;

let run: KiteRun | undefined;

/**
 * Serves all of Kite: functions, embedded database, queue, and a Bot API server with a host. Its stages do not throttle.
 * Without `delivers` nothing reads the queue, so that only the dispatcher runs.
 */
answerParent({
  start: async ({ stackDirectory, delivers }: { stackDirectory: string; delivers: boolean }) => {
    const unthrottled = changeStack(stackDirectory, (resources) => {
      for (const stage of Object.values(resources.aws_apigatewayv2_stage ?? {})) {
        stage.default_route_settings = {
          ...(stage.default_route_settings as object),
          throttling_rate_limit: noLimit,
          throttling_burst_limit: noLimit,
        };
      }
      if (!delivers) {
        delete resources.aws_lambda_event_source_mapping;
      }
    });
    run = await KiteRun.start({
      stackDirectory: unthrottled,
      // A visitor of the bench sends faster than any person.
      environment: { FRAME_BURST: "1000", FRAMES_PER_SECOND: "1000" },
    });
    const { channelName } = await run.host();
    return { webSocketUrl: run.webSocketUrl(channelName), channelName };
  },
  memory,
  close: () => run?.close(),
});
