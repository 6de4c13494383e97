import { readSettings } from "../settings/settings";
import { UserError } from "../settings/user-error";
import { runScript } from "./command";
import { deleteSecrets, listSecrets, putSecrets } from "./secrets/stage-secrets";

const usage = `npm run secrets -- <stage> [--list | --delete] [--yes]
Puts the secrets of .env into the SSM Parameter Store, where the functions of a stage read them, as SecureStrings:
TELEGRAM_BOT_TOKEN to /<app>/<stage>/telegram-bot-token. Then the stage's webhook follows. To rotate a token, put
the new one into .env and run it again: the old webhook secret is taken for ten minutes more.
  --list     tell what is there, without values
  --delete   take it away
  --yes      needed to change prod`;

runScript({ usage, flags: ["list", "delete", "yes"], arguments: ["stage"] }, (flags, stage = "") => {
  const settings = readSettings();
  if (flags.has("list") && flags.has("delete")) {
    throw new UserError(`Got --list and --delete; wanted one of them.\n${usage}`);
  }
  if (flags.has("list")) return listSecrets(settings, stage);
  if (flags.has("delete")) return deleteSecrets(settings, stage, flags.has("yes"));
  return putSecrets(settings, stage, flags.has("yes"));
});
