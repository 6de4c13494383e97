import { defineCommand } from "../command";

export const command = defineCommand({
  group: "pipeline",
  summary: "Uploads the session of Telegram Web for the end-to-end test of kite-build.",
  details: `Uploads checks/e2e/auth.json to the source bucket, and deletes the local file. docs/e2e.md describes how to create it.`,
  run: async () => (await import("../pipeline/e2e-session")).uploadSession(),
});
