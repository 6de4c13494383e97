import { defineCommand } from "../command";

export const command = defineCommand({
  group: "deploy",
  summary: "Prints the script tag that puts the chat on a page.",
  details: `With --sri the tag contains the hash of the script, so that the browser runs no other script. The tag
belongs to one release of the widget. Print it again after a deploy that changes the widget, at the latest after five
such deploys.`,
  arguments: {
    stage: {
      help: "a deployed stage, whose address is read from the widget's function with your AWS credentials",
    },
    channel: { help: "the name of a channel" },
  },
  options: {
    sri: { help: "prints a tag with integrity and crossorigin" },
    csp: { help: "prints the sources that a strict Content-Security-Policy of the page must allow" },
    http: {
      help: "URL of the HTTP API with its stage, such as http://localhost:3000/dev; with this option, no request is sent to AWS",
      value: "url",
    },
  },
  json: "the tag, and the sources by directive",
  run: async ({ stage, channel }, options) => (await import("../embed/embed")).embed(stage, channel, options),
});
