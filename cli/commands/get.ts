import { defineCommand } from "../command";

export const command = defineCommand({
  group: "maintain",
  summary: "Generates typed bindings for the terraformProviders of cdktf.json.",
  details: `By default cdktf.json lists no providers, because the bindings for aws, cloudflare and docker come from npm. Use this
command for another provider. It requires the optional package cdktf-cli.`,
  run: async () => (await import("../cdktf-packages")).generateBindings(),
});
