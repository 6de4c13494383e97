import { defineCommand } from "../command";

export const command = defineCommand({
  group: "maintain",
  summary: "Generates typed bindings for the terraformProviders of cdktf.json.",
  details: `cdktf.json lists none at first, because the bindings for aws, cloudflare and docker come from npm. Use this command for
another provider. It needs the optional cdktf-cli.`,
  run: async () => (await import("../cdktf-packages")).generateBindings(),
});
