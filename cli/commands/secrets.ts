import { usageError } from "../../settings/command-line";
import { readSettings, variableWarnings } from "../../settings/settings";
import { runScript, say } from "../command";
import { deleteSecrets } from "../secrets/delete-secrets";
import { listSecrets } from "../secrets/list-secrets";
import { putSecrets } from "../secrets/put-secrets";

const usage = `npm run secrets -- <stage|app> [--list | --delete] [--yes]
Puts what .env holds into the SSM Parameter Store, as SecureStrings, where functions and builds read it: what is set,
and only what the deployment has a reader for.
  dev, prod  TELEGRAM_BOT_TOKEN to /<app>/dev/telegram-bot-token, TELEGRAM_PROD_BOT_TOKEN to /<app>/prod/…. Then the
             stage's webhook follows. To rotate a token, put the new one into .env and run it again: the old webhook
             secret is taken for ten minutes more.
  dev        with kite-build also E2E_WEBSOCKET_URL, E2E_GROUP_URL and E2E_CHANNEL to /<app>/dev/e2e-...
  app        with alarmForwarder ALARM_FORWARDER_URL to /<app>/alarm-forwarder-url; with a domainName and kite-build's
             drift check CLOUDFLARE_READ_TOKEN to /<app>/cloudflare-api-token
  --list     tell what is there and what is missing, without values
  --delete   take it away
  --yes      needed to change prod, or app where there is prod
CLOUDFLARE_PROXY_SECRET is put by npm run deploy-kite, GITHUB_TOKEN by npm run github-credentials.`;

runScript({ usage, flags: ["list", "delete", "yes"], arguments: ["stage|app"] }, (flags, place = "") => {
  const settings = readSettings();
  variableWarnings().forEach(say);
  if (flags.has("list") && flags.has("delete")) {
    throw usageError("Got --list and --delete; wanted one of them", usage);
  }
  if (flags.has("list")) return listSecrets(settings, place);
  if (flags.has("delete")) return deleteSecrets(settings, place, flags.has("yes"));
  return putSecrets(settings, place, flags.has("yes"));
});
