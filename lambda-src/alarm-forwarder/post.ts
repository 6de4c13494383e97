/** Deadline for Slack or Telegram, in milliseconds. */
const deadline = 8_000;

/**
 * Posts a text. Slack's incoming webhooks and Telegram's sendMessage both accept `{"text": …}` as JSON. Telegram also
 * requires the chat, which the URL contains as `?chat_id=…`.
 * @throws Error whose message does not contain the URL, because the URL is a secret
 */
export async function post(url: string, text: string): Promise<void> {
  // The error of `new URL` would contain the URL, which is a secret.
  if (!URL.canParse(url)) {
    throw new Error("The alarm was not forwarded: the parameter does not contain a URL.");
  }
  const target = new URL(url);
  const chatId = target.searchParams.get("chat_id");
  target.search = "";
  const status = await send(target, { ...(chatId !== null && { chat_id: chatId }), text });
  if (status === undefined || status >= 300) {
    throw new Error(
      `The alarm was not forwarded: ${target.host} ${status === undefined ? "cannot be reached" : `answered ${status}`}.`,
    );
  }
}

async function send(target: URL, body: object): Promise<number | undefined> {
  try {
    const response = await fetch(target, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(deadline),
    });
    return response.status;
  } catch {
    // The error of fetch may contain the URL.
    return undefined;
  }
}
