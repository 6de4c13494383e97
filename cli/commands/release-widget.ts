import { defineCommand } from "../command";

export const command = defineCommand({
  group: "maintain",
  summary: "Builds the widget, and adds its scripts to the releases that deployments serve.",
  details: "Writes widget/releases. The scripts of the last five releases are kept.",
  run: async () => (await import("../widget/release-widget")).releaseWidget(),
});
