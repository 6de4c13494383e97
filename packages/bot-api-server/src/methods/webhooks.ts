import { badRequest } from "../bot-api-error";
import type { Parameters } from "../parameters";
import type { UpdateType } from "../webhook";
import { type Method, ResultWithDescription } from "./method";

/** "1-256 characters. Only characters A-Z, a-z, 0-9, _ and - are allowed": https://core.telegram.org/bots/api#setwebhook */
const secretTokenPattern = /^[A-Za-z0-9_-]{1,256}$/;
const defaultMaxConnections = 40;
const mostConnections = 100;

/**
 * https://core.telegram.org/bots/api#setwebhook. Accepts plain HTTP and any port, as a local Bot API server does
 * (https://core.telegram.org/bots/api#using-a-local-bot-api-server). Ignores `certificate` and `ip_address`.
 */
export const setWebhook: Method = (telegram, parameters) => {
  const url = parameters.text("url") ?? "";
  if (url === "") {
    return deleteWebhook(telegram, parameters);
  }
  const secretToken = parameters.text("secret_token") ?? "";
  if (secretToken !== "" && !secretTokenPattern.test(secretToken)) {
    throw badRequest("secret token contains unallowed characters");
  }
  telegram.webhook.set(
    {
      url: checkUrl(url),
      ...(secretToken === "" ? {} : { secretToken }),
      allowedUpdates: readAllowedUpdates(parameters) ?? telegram.webhook.settings?.allowedUpdates ?? [],
      maxConnections: readMaxConnections(parameters),
    },
    parameters.flag("drop_pending_updates"),
  );
  return new ResultWithDescription(true, "Webhook was set");
};

/** https://core.telegram.org/bots/api#deletewebhook. Updates stay pending, unless `drop_pending_updates` is set. */
export const deleteWebhook: Method = (telegram, parameters) => {
  const wasSet = telegram.webhook.settings !== undefined;
  telegram.webhook.set(undefined, parameters.flag("drop_pending_updates"));
  return new ResultWithDescription(true, wasSet ? "Webhook was deleted" : "Webhook is already deleted");
};

/** https://core.telegram.org/bots/api#getwebhookinfo */
export const getWebhookInfo: Method = (telegram) => telegram.webhook.info;

function checkUrl(url: string): string {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    throw badRequest("invalid webhook URL specified");
  }
  return url;
}

function readAllowedUpdates(parameters: Parameters): readonly UpdateType[] | undefined {
  const value = parameters.json("allowed_updates");
  if (value === undefined) {
    return undefined;
  }
  if (!Array.isArray(value) || !value.every((item) => typeof item === "string")) {
    throw badRequest("can't parse allowed updates list: expected an Array of String");
  }
  return value as UpdateType[];
}

function readMaxConnections(parameters: Parameters): number {
  const wanted = parameters.integer("max_connections") ?? defaultMaxConnections;
  return Math.min(mostConnections, Math.max(1, wanted));
}
