import { defineCommand } from "../command";

export const command = defineCommand({
  group: "deploy",
  summary: "Prints the key with which a shop's server signs who its logged-in visitors are.",
  details: `Makes the stage's secret in the SSM Parameter Store and the channel's key at the first call; later calls print the same
key. The key is a secret: give it to the shop's server alone. docs/guides/identify-visitors.md shows how the server makes a token.`,
  arguments: {
    stage: { help: "a deployed stage" },
    channel: { help: "a channel that a host has made with /host" },
  },
  options: {
    rotate: { help: "makes another key; the one before it stays valid for 24 hours" },
    yes: { help: "required for prod" },
  },
  json: "the key",
  run: async ({ stage, channel }, { rotate, yes }) => {
    const { readSettings } = await import("../../settings/settings");
    const { identityKeyOf } = await import("../identity/identity-key");
    const key = await identityKeyOf(readSettings(), { stage, channelName: channel, rotate, meant: yes });
    return { json: { key }, text: key };
  },
});
