import { defineCommand } from "../command";

export const command = defineCommand({
  group: "maintain",
  summary: "Generates typed bindings for the terraformProviders of cdktf.json.",
  details: `There are none to begin with: the bindings of aws, cloudflare and docker come from npm. This is for another provider, and
needs the optional cdktf-cli.`,
  run: async () => (await import("../cdktf-packages")).generateBindings(),
});
