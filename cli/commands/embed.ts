import { defineCommand } from "../command";

export const command = defineCommand({
  group: "deploy",
  summary: "Prints the script tag that puts the chat on a page.",
  details: `With --sri the tag states the hash of the script, so that no other script runs. It is bound to this release: print it
again after a deploy that changes the widget, at the latest after five.`,
  arguments: {
    stage: {
      help: "a deployed stage; its address comes from the widget's function, with your AWS credentials",
    },
    channel: { help: "the name of a channel" },
  },
  options: {
    sri: { help: "prints a tag with integrity and crossorigin" },
    csp: { help: "prints what a strict Content-Security-Policy of the page must allow" },
    http: {
      help: "HTTP API with its stage, like http://localhost:3000/dev; AWS is not asked then",
      value: "url",
    },
  },
  json: "the tag, and the sources by directive",
  run: async ({ stage, channel }, options) => (await import("../embed/embed")).embed(stage, channel, options),
});
