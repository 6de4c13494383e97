import { BotApiError, botApi } from "../../../lambda-src/telegram/bot-api";
import {
  type BotApiStandIn,
  botToken,
  rawBytes,
  refusal,
  sent,
  startBotApiStandIn,
} from "./bot-api-stand-in";

let api: BotApiStandIn;
beforeEach(async () => {
  api = await startBotApiStandIn();
});
afterEach(() => api.close());

const rotated = "7000000001:another_token_for-tests";

/** Creates a token source in which each fresh read returns the next token. */
function tokenStore(...tokens: readonly string[]) {
  let reads = 0;
  return {
    get reads() {
      return reads;
    },
    async get({ fresh } = { fresh: false }) {
      if (fresh) {
        reads += 1;
      }
      return tokens[Math.min(reads, tokens.length - 1)] ?? "";
    },
  };
}

const onlyTakes = (token: string) => {
  api.answer = (request) => (request.token === token ? sent(5) : refusal(401, "Unauthorized"));
};

describe("a call with a token that was rotated", () => {
  it("is repeated once with the new token", async () => {
    onlyTakes(rotated);
    const tokens = tokenStore(botToken, rotated);

    const { message_id } = await botApi(api.url, tokens).call((it) =>
      it("sendMessage", { chat_id: "-1", text: "Hi" }),
    );

    expect(message_id).toBe(5);
    expect([tokens.reads, api.received.map(({ token }) => token)]).toEqual([1, [botToken, rotated]]);
  });

  it("is not repeated if the token has not changed", async () => {
    onlyTakes(rotated);
    const tokens = tokenStore(botToken);

    const failure = await botApi(api.url, tokens)
      .call((it) => it("sendMessage", { chat_id: "-1", text: "Hi" }))
      .catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(BotApiError);
    expect([tokens.reads, api.received.length]).toEqual([1, 1]);
  });

  it("fails if the new token is rejected too, because the token is read again only once", async () => {
    onlyTakes("a third");
    const tokens = tokenStore(botToken, rotated, "a third");

    const failure = await botApi(api.url, tokens)
      .call((it) => it("sendMessage", { chat_id: "-1", text: "Hi" }))
      .catch((error: unknown) => error);

    expect(failure).toMatchObject({ error_code: 401 });
    expect([tokens.reads, api.received.length]).toEqual([1, 2]);
  });

  it("shares one deadline with its retry", async () => {
    api.answer =
      ({ token }) =>
      (response) => {
        if (token === rotated) {
          return;
        }
        response.writeHead(401);
        setTimeout(() => response.end('{"ok":false,"error_code":401,"description":"Unauthorized"}'), 300);
      };
    const start = performance.now();

    const failure = await botApi(api.url, tokenStore(botToken, rotated))
      .call((it) => it("sendMessage", { chat_id: "-1", text: "Hi" }), 500)
      .catch((error: unknown) => error);

    expect(failure).toMatchObject({ error: { name: "RequestFailed", wasSent: true } });
    expect(api.received).toHaveLength(2);
    expect(performance.now() - start).toBeLessThan(790);
  });
});

describe("a download", () => {
  const limits = { milliseconds: 2_000, maxBytes: 1_000 };

  it("returns the unchanged bytes, with the newest token", async () => {
    const bytes = Buffer.from([0, 255, 13, 10]);
    api.answer = ({ token }) => (token === rotated ? { body: bytes } : refusal(401, "Unauthorized"));

    const downloaded = await botApi(api.url, tokenStore(botToken, rotated)).download(
      "photos/file 1.jpg",
      limits,
    );

    expect(Buffer.compare(bytes, downloaded)).toBe(0);
    expect(api.received.map(({ method, token }) => [method, token])).toEqual([
      ["file", botToken],
      ["file", rotated],
    ]);
  });

  it.each<[string, ReturnType<BotApiStandIn["answer"]>, object]>([
    ["no longer exists", refusal(404, "Not Found"), { name: "BotApiError", error_code: 404 }],
    [
      "is answered by a proxy",
      { status: 404, body: "<html>" },
      { name: "HttpError", error: { status: 404 } },
    ],
    ["is cut", (response) => response.destroy(), { name: "HttpError", error: { wasSent: true } }],
    [
      "is cut within the file",
      rawBytes("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n12345678"),
      { name: "HttpError", error: { wasSent: true } },
    ],
    ["is too large", { body: "x".repeat(1_001) }, { name: "HttpError", error: { name: "RequestFailed" } }],
  ])("of a file that %s fails, without the token in the error", async (_case, answer, expected) => {
    api.answer = () => answer;

    const failure: Error = await botApi(api.url, tokenStore(botToken))
      .download("a.jpg", limits)
      .then(
        () => new Error("downloaded"),
        (error: Error) => error,
      );

    expect(failure).toMatchObject(expected);
    expect(`${failure.message} ${failure.stack} ${JSON.stringify(failure)}`).not.toContain(botToken);
  });
});
