import { defineCommand } from "../command";

export const command = defineCommand({
  group: "deploy",
  summary: "Prints the key with which a shop's server signs the tokens of logged-in visitors.",
  details: `The first call creates the stage's secret in the SSM Parameter Store, and the channel's key. Later calls print the same
key. The key is a secret: store it only on the shop's server. docs/guides/identify-visitors.md shows how the server
creates a token. With --http it prints the key of the local run, without a request to AWS.`,
  arguments: {
    stage: { help: "a deployed stage, or with --http the stage that npm start serves" },
    channel: { help: "a channel that a host has created with /host" },
  },
  options: {
    rotate: { help: "creates another key; the previous one stays valid for 24 hours" },
    http: {
      help: "address of a running npm start, such as http://localhost:3000, to use instead of AWS",
      value: "url",
    },
    yes: { help: "required for prod" },
  },
  json: "the key",
  run: async ({ stage, channel }, { rotate, http, yes }) => {
    const { readSettings } = await import("../../settings/settings");
    const { identityKeyOf } = await import("../identity/identity-key");
    const key = await identityKeyOf(readSettings(), {
      stage,
      channelName: channel,
      rotate,
      http,
      meant: yes,
    });
    return { json: { key }, text: key };
  },
});
