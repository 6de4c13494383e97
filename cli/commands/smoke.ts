import { defineCommand } from "../command";

export const command = defineCommand({
  group: "check",
  summary: "Checks that a running chat keeps its promises to clients.",
  details: `Checks health, handshake and frames, and on a channel with a host also JOIN, texts, history and files. Prints a line for
each check. Exit code 1: a check failed. Name a stage, both URLs, or a stage and both URLs. With both URLs, no AWS
credentials are needed.`,
  arguments: {
    stage: {
      help: "a deployed stage, whose URLs are read from its dispatcher with your AWS credentials",
      optional: true,
    },
  },
  options: {
    ws: {
      help: "WebSocket URL with the stage, such as wss://abc.execute-api.eu-west-1.amazonaws.com/dev",
      value: "url",
    },
    http: {
      help: "HTTP URL with the stage, such as https://def.execute-api.eu-west-1.amazonaws.com/dev",
      value: "url",
    },
    channel: {
      help: "a channel with a host, who receives one text and one file; without it, checks that need a host are skipped",
      value: "name",
    },
    yes: { help: "required to write to a host of prod" },
  },
  json: "the outcome of each check",
  run: async ({ stage }, options) => (await import("../smoke/check-chat")).checkChat(stage, options),
});
