import { defineCommand } from "../command";

export const command = defineCommand({
  group: "check",
  summary: "Checks that a running chat keeps the promises to its clients.",
  details: `Checks health, handshake and frames; on a channel with a host also JOIN, texts, history and files. Prints a line for each
check; the exit code is 1 when one failed. Name a stage, both URLs, or all of them: with both URLs, AWS is not asked.`,
  arguments: {
    stage: {
      help: "a deployed stage; its URLs come from its dispatcher, with your AWS credentials",
      optional: true,
    },
  },
  options: {
    ws: {
      help: "WebSocket API with its stage, like wss://abc.execute-api.eu-west-1.amazonaws.com/dev",
      value: "url",
    },
    http: {
      help: "HTTP API with its stage, like https://def.execute-api.eu-west-1.amazonaws.com/dev",
      value: "url",
    },
    channel: {
      help: "a channel with a host, who gets one text and one file; without it, checks that need one are skipped",
      value: "name",
    },
    yes: { help: "required to write to a host of prod" },
  },
  json: "the outcome of each check",
  run: async ({ stage }, options) => (await import("../smoke/check-chat")).checkChat(stage, options),
});
