import { KiteRun } from "../../harness/kite-run";
import { answerParent, memory } from "../child/answer-parent";
import { restlessPlan } from "../restless-plan";

let run: KiteRun | undefined;

/** The whole of Kite: functions, embedded database, queue, and a Telegram with a host. */
answerParent({
  start: async ({ stackDirectory, delivers }: { stackDirectory: string; delivers: boolean }) => {
    run = await KiteRun.start({
      stackDirectory: restlessPlan(stackDirectory, { delivers }),
      // A visitor of the bench types faster than any person.
      environment: { FRAME_BURST: "1000", FRAMES_PER_SECOND: "1000" },
    });
    const { channelName } = await run.host();
    return { webSocketUrl: run.webSocketUrl(channelName), channelName };
  },
  memory,
  close: () => run?.close(),
});
