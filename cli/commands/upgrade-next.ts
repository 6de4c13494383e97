import { defineCommand } from "../command";

export const command = defineCommand({
  group: "maintain",
  summary: 'Installs cdktf and cdktf-cli with the npm tag "next".',
  run: async () => (await import("../cdktf-packages")).upgradeToNext(),
});
