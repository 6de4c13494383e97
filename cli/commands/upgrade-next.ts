import { defineCommand } from "../command";

export const command = defineCommand({
  group: "maintain",
  summary: 'Installs the version of cdktf and cdktf-cli that npm has under the tag "next".',
  run: () => {
    const { upgradeToNext }: typeof import("../cdktf-packages") = require("../cdktf-packages");
    return upgradeToNext();
  },
});
