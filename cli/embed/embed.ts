import { channelNameRule, isChannelName, policySources, scriptTag } from "@kite-chat/protocol";
import { z } from "zod";
import { UserError } from "../../constructs/user-error";
import { readSettings } from "../../settings/settings";
import type { CommandResult } from "../command";
import { deployedEnvironment } from "../deployed-environment";

/** The options of `kite embed`. */
export interface EmbedOptions {
  readonly sri: boolean;
  readonly csp: boolean;
  readonly http?: string | undefined;
}

/** Data of a stage, as the widget's function returns it at `widget.json`. */
const widgetFacts = z.object({
  webSocketUrl: z.string(),
  httpUrl: z.string(),
  filesOrigin: z.string(),
  accepts: z.array(z.string()).default([]),
  isProxied: z.boolean().default(false),
  loader: z.object({ name: z.string(), integrity: z.string() }),
});

export type WidgetFacts = z.infer<typeof widgetFacts>;

/**
 * Prints the script tag that adds the chat of a channel to a page.
 * @throws UserError if the stage does not serve the widget, or if the channel's name is invalid
 */
export async function embed(
  stage: string,
  channelName: string,
  { sri, csp, http }: EmbedOptions,
): Promise<CommandResult> {
  if (!isChannelName(channelName)) {
    throw new UserError(`<channel>: expected ${channelNameRule}, received "${channelName}".`);
  }
  const httpUrl = http?.replace(/\/+$/, "") ?? (await deployedUrl(stage));
  const facts = await readFacts(httpUrl);
  const tag = sri ? pinnedTag(facts, channelName) : scriptTag(facts, channelName);
  const sources = csp ? policySources(facts) : undefined;
  const lines = Object.entries(sources ?? {}).map(
    ([directive, allowed]) => `${directive} ${allowed.join(" ")};`,
  );
  return { json: { tag, ...(sources && { csp: sources }) }, text: [tag, ...lines].join("\n") };
}

/**
 * Returns a tag with the script's hash. The hashed script has the same bytes on every stage, so the data of the stage
 * is in attributes of the tag. In `widget.js`, that data is part of the script.
 */
function pinnedTag(
  { httpUrl, webSocketUrl, accepts, isProxied, loader }: WidgetFacts,
  channelName: string,
): string {
  const attributes = [
    `src="${httpUrl}/${loader.name}?c=${channelName}"`,
    `integrity="${loader.integrity}" crossorigin="anonymous"`,
    `data-endpoint="${webSocketUrl}"`,
    ...(accepts.length > 0 ? [`data-accepts="${accepts.join(",")}"`] : []),
    ...(isProxied ? ["data-proxied"] : []),
  ];
  return `<script async ${attributes.join(" ")}></script>`;
}

async function deployedUrl(stage: string): Promise<string> {
  const { HTTP_URL: httpUrl } = await deployedEnvironment(
    readSettings(),
    stage,
    "widget",
    ["HTTP_URL"],
    "for a running npm start, add --http http://localhost:3000/dev",
  );
  return httpUrl;
}

async function readFacts(httpUrl: string): Promise<WidgetFacts> {
  const url = `${httpUrl}/widget.json`;
  const failed = (reason: string) =>
    new UserError(
      `${url} cannot be read: ${reason}. Expected the address of a stage that serves the widget, such as http://localhost:3000/dev for a running npm start.`,
    );
  const response = await fetch(url).catch((error: unknown) => {
    throw failed(reasonOf(error));
  });
  const { data } = widgetFacts.safeParse(
    response.ok ? await response.json().catch(() => undefined) : undefined,
  );
  if (data === undefined) {
    throw failed(`status ${response.status}`);
  }
  return data;
}

/** Returns the reason of a failed fetch. The message of its error is "fetch failed", and the reason is in its cause. */
function reasonOf(error: unknown): string {
  const { cause } = error as { readonly cause?: { readonly code?: string; readonly message?: string } };
  return cause?.code === "ECONNREFUSED" ? "the connection was refused" : cause?.message || String(error);
}
