/** How long Slack or Telegram may take, in milliseconds. */
const deadline = 8_000;

/**
 * Posts a text. Slack's incoming webhooks and Telegram's sendMessage both take `{"text": …}` as JSON; Telegram wants
 * the chat in it too, which stands in the URL as `?chat_id=…`.
 * @throws Error without the URL, which is a secret
 */
export async function post(url: string, text: string): Promise<void> {
  // What the constructor throws has the text in it, which is a secret.
  if (!URL.canParse(url)) {
    throw new Error("The alarm could not be passed on: what the parameter holds is no URL.");
  }
  const target = new URL(url);
  const chatId = target.searchParams.get("chat_id");
  target.search = "";
  const status = await send(target, { ...(chatId !== null && { chat_id: chatId }), text });
  if (status === undefined || status >= 300) {
    throw new Error(
      `The alarm could not be passed on: ${target.host} ${status === undefined ? "cannot be reached" : `answered ${status}`}.`,
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
    // What fetch throws may name the URL.
    return undefined;
  }
}
