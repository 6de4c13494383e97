import { defineCommand } from "../command";

export const command = defineCommand({
  group: "operate",
  summary: "Prints the addresses of a deployed stage that a frontend or a test needs.",
  details: `Reads them from the environment of the widget's function. No value is a secret. A client adds ?c=<channel> to the
webSocketUrl and the widgetUrl, and the channel's name to the chatPageUrl.`,
  arguments: { stage: { help: "a deployed stage" } },
  options: { "as-env": { help: "prints lines for a .env file, such as WEBSOCKET_URL=wss://…" } },
  json: "the addresses",
  run: async ({ stage }, { "as-env": asEnv }) =>
    (await import("../outputs/outputs")).printOutputs(stage, asEnv),
});
