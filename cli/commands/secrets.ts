import { defineCommand, UsageError } from "../command";

export const command = defineCommand({
  group: "deploy",
  summary: "Stores the secrets of .env in the SSM Parameter Store, where functions and builds read them.",
  details: `Stores the variables that are set and that the deployment uses, as SecureStrings:
  dev, prod  TELEGRAM_BOT_TOKEN in /<app>/dev/telegram-bot-token, TELEGRAM_PROD_BOT_TOKEN in /<app>/prod/…. Then the
             stage sets its webhook. To rotate a token, set the new one in .env and run this again: the old webhook
             secret is accepted for ten more minutes.
  dev        with kite-build also E2E_WEBSOCKET_URL, E2E_GROUP_URL and E2E_CHANNEL in /<app>/dev/e2e-...
  app        with alarmForwarder ALARM_FORWARDER_URL in /<app>/alarm-forwarder-url; with a domainName and the drift
             check of kite-build CLOUDFLARE_READ_TOKEN in /<app>/cloudflare-api-token
npm run deploy-kite stores CLOUDFLARE_PROXY_SECRET, npx kite github-credentials stores GITHUB_TOKEN.`,
  arguments: {
    "stage|app": { help: "a stage of the deployment, or app for the secrets that all stages share" },
  },
  options: {
    list: { help: "lists what is stored and what is missing, without values" },
    delete: { help: "deletes the secrets" },
    yes: { help: "required to change prod, or app if there is a prod stage" },
  },
  run: async ({ "stage|app": place }, { list, delete: delete_, yes }) => {
    if (list && delete_) {
      throw new UsageError("Expected --list or --delete, received both.");
    }
    const { manageSecrets } = await import("../secrets/manage-secrets");
    return manageSecrets(list ? "list" : delete_ ? "delete" : "put", place, yes);
  },
});
