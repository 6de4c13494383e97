import { defineCommand } from "../command";

export const command = defineCommand({
  group: "maintain",
  summary: 'Installs the version of cdktf and cdktf-cli that npm has under the tag "next".',
  run: async () => (await import("../cdktf-packages")).upgradeToNext(),
});
