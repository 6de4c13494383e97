import type { PassingRequest } from "../../../checks/harness/fault-proxy";
import type { Fault, Handshake } from "./faulty-gateway";

type Frame = readonly unknown[];

/** Faults by name: the injected fault, and the expected failure of each check that finds it. All other checks pass. */
export type FaultRow = readonly [name: string, fault: Fault, complaints: Readonly<Record<string, RegExp>>];

const subProtocol = "k1te.chat.v1";
const titles = {
  health: "GET /tg is answered with OK",
  echo: "the subprotocol is echoed if the client offers it",
  others: "a client that offers only other subprotocols is rejected with 400",
  probe: "a text that is not JSON is answered with OK",
  alive: "a rejected frame does not end the connection",
  noArray: "a frame that is not an array is rejected with 400, and the reason names frame",
  unknownType: "a frame of an unknown type is rejected with 400, and the reason names type",
  missing: "a frame without a required field is rejected with 400, and the reason names timestamp",
  wrongForm: "a field of the wrong form is rejected with 400, and the reason names messageId",
  rejoin: "JOIN is answered with OK, and so is a repeated JOIN",
  text: "a text and its repeat get the same acknowledgement, and the history contains the text once",
  file: "a file that is uploaded and sent is acknowledged, and its address returns the same bytes",
} as const;

/** Faults of the HTTP API and of the store. */
export const httpFaults: readonly FaultRow[] = [
  [
    "the health check has another text",
    http(isHealth, { status: 200, body: { ok: true } }),
    { [titles.health]: /^GET \/tg: expected the body OK, got \{"ok":true\}$/ },
  ],
  [
    "the dispatcher is down",
    http(isHealth, { status: 503, body: {} }),
    { [titles.health]: /^GET \/tg: expected status 200, got 503$/ },
  ],
  [
    "the webhook does not check the secret",
    http((it) => isWebhook(it), { status: 200, body: {} }),
    {
      "POST /tg without a secret is rejected with 401": /without a secret: expected status 401, got 200$/,
      "POST /tg with a wrong secret is rejected with 401": /wrong secret: expected status 401, got 200$/,
    },
  ],
  [
    "the webhook accepts any secret",
    http((it) => isWebhook(it) && "x-telegram-bot-api-secret-token" in it.headers, { status: 200, body: {} }),
    { "POST /tg with a wrong secret is rejected with 401": /expected status 401, got 200$/ },
  ],
  [
    "unknown paths get 200",
    http(({ path }) => path.includes("nothing"), { status: 200, body: {} }),
    { "a path without a route is answered with 404": /^GET \/smoke-nothing: expected status 404, got 200$/ },
  ],
  [
    "a deploy has dropped the scripts of earlier releases",
    http(({ path }) => /\/widget-[0-9a-f]{16}\.js$/.test(path), { status: 404, body: {} }),
    {
      "the scripts of the widget's previous release are still served":
        /^GET \/widget-[0-9a-f]{16}\.js: expected status 200, got 404$/,
    },
  ],
  [
    "an invalid file name gets 503",
    http(({ path }) => path.includes("/files/smoke/"), { status: 503, body: {} }),
    { "a file name that the server did not issue is answered with 404": /expected status 404, got 503$/ },
  ],
  [
    "uploads get 500",
    http((it) => isPut(it) && !isHtml(it), { status: 500, body: {} }),
    { [titles.file]: /^PUT of the file: expected status 200, got 500$/ },
  ],
  [
    "the store accepts uploads of any type",
    http((it) => isPut(it) && isHtml(it), { status: 200, body: {} }),
    {
      "an upload of another type than the requested one is rejected by the store":
        /^PUT as text\/html: expected status 403, got 200$/,
    },
  ],
  [
    "a file's address does not redirect",
    http(({ path }) => /\/dev\/files\/[\w-]{20}/.test(path), { status: 200, body: {} }),
    { [titles.file]: /^GET of the file: expected a redirect, got status 200$/ },
  ],
  [
    "a download has other bytes than the upload",
    http((it) => it.path.includes("X-Amz-Signature") && it.body === "", { status: 200, body: {} }),
    { [titles.file]: /^GET of the file: expected %PDF.*, got \{\}$/ },
  ],
];

/** Faults in the handshake of a socket. */
export const handshakeFaults: readonly FaultRow[] = [
  [
    "the server selects the first subprotocol, even an unknown one",
    { echo: ([first = ""]) => first },
    { [titles.echo]: /^offering .*: expected k1te\.chat\.v1, got another\.v1$/ },
  ],
  [
    "the server accepts every subprotocol",
    {
      handshake: (asked) => (isOther(asked) ? { ...asked, protocols: [subProtocol] } : asked),
      echo: (offered) => (offered.includes(subProtocol) ? subProtocol : (offered[0] ?? "")),
    },
    { [titles.others]: /^offering another\.v1 alone: expected status 400, got an open socket$/ },
  ],
  [
    "an unknown subprotocol is rejected with 403",
    { handshake: (asked) => (isOther(asked) ? 403 : asked) },
    { [titles.others]: /^offering another\.v1 alone: expected status 400, got status 403$/ },
  ],
  [
    "a client without a subprotocol is rejected",
    { handshake: (asked) => (asked.protocols.length === 0 ? 400 : asked) },
    {
      "a client that offers no subprotocol is accepted":
        /expected the upgrade to be accepted \(101\), got status 400$/,
    },
  ],
  [
    "the channel's name is not validated",
    { handshake: ({ protocols, channelName }) => ({ protocols, channelName: channelName.padEnd(8, "x") }) },
    {
      "a channel whose name has the wrong form is rejected with 400":
        /^opening a socket with \?c=x: expected status 400, got an open socket$/,
    },
  ],
];

/** Faults in the answers to frames. */
export const frameFaults: readonly FaultRow[] = [
  [
    "a probe is answered with JSON",
    reply((answer, asked) => (asked[0] === "Hi" ? '["OK"]' : answer)),
    { [titles.probe]: /^Hi: expected OK, got \["OK"\]$/, [titles.alive]: /^Hi: expected OK/ },
  ],
  [
    "PING reaches the dispatcher",
    reply((answer, asked) => (asked[0] === "PING" ? "OK" : answer)),
    { "PING is answered with PONG": /^\["PING"\]: expected \["PONG"\], got OK$/ },
  ],
  [
    "malformed frames get 422",
    reply((answer) => (answer[2] === 400 ? ["ERR", answer[1], 422] : answer)),
    {
      [titles.noArray]: /expected \["ERR",<a reason that names frame>,400\], got \["ERR",.*,422\]$/,
      [titles.unknownType]: /names type>,400\], got .*,422\]$/,
      [titles.missing]: /names timestamp>,400\], got .*,422\]$/,
      [titles.wrongForm]: /names messageId>,400\], got .*,422\]$/,
    },
  ],
  [
    "error reasons do not name the invalid field",
    reply((answer) => (answer[2] === 400 ? ["ERR", "No.", 400] : answer)),
    {
      [titles.noArray]: /got \["ERR","No\.",400\]$/,
      [titles.unknownType]: /got \["ERR","No\.",400\]$/,
      [titles.missing]: /got \["ERR","No\.",400\]$/,
      [titles.wrongForm]: /got \["ERR","No\.",400\]$/,
    },
  ],
  [
    "a frame of an unknown type gets the gateway's error",
    reply((answer, asked) => (asked[0] === "SMOKE" ? '{"message": "Internal server error"}' : answer)),
    { [titles.unknownType]: /^\["SMOKE"\]: .* got \{"message":"Internal server error"\}$/ },
  ],
  [
    "a rejected frame closes the socket",
    { cutsAfter: (asked) => asked === '["SMOKE"]' },
    { [titles.alive]: /expected the socket to stay open, got close 1005$/ },
  ],
  [
    "texts without JOIN are acknowledged",
    reply((answer) => (answer[2] === 401 ? ["ACK", "a", "b", "c"] : answer)),
    { "a frame before JOIN is rejected with 401": /expected \["ERR",<a reason>,401\], got \["ACK"/ },
  ],
  [
    "JOIN succeeds for a channel without a host",
    reply((answer) => (answer[2] === 404 ? ["OK"] : answer)),
    { "JOIN to a channel that nobody hosts is rejected with 404": /,404\], got \["OK"\]$/ },
  ],
  [
    "JOIN never gets 409",
    reply((answer, asked) => (asked[0] === "JOIN" && answer[2] === 409 ? ["OK"] : answer)),
    {
      "JOIN to another channel than that in the URL is rejected with 409": /,409\], got \["OK"\]$/,
      "a second JOIN as another member is rejected with 409": /,409\], got \["OK"\]$/,
    },
  ],
];

/** Faults that appear only after JOIN. */
export const memberFaults: readonly FaultRow[] = [
  [
    "a second JOIN of the same member gets 409",
    reply((answer, asked) => (isSecondJoin(asked) && answer[0] === "OK" ? ["ERR", "No.", 409] : answer)),
    { [titles.rejoin]: /expected \["OK"\], got \["ERR","No\.",409\]$/ },
  ],
  [
    "a repeated text gets another ACK each time",
    reply((answer) => (answer[0] === "ACK" ? ["ACK", answer[1], `${Math.random()}`, answer[3]] : answer)),
    { [titles.text]: /^the same text again: expected \["ACK".*\], got \["ACK"/ },
  ],
  [
    "an ACK has no timestamp",
    reply((answer) => (answer[0] === "ACK" ? answer.slice(0, 3) : answer)),
    { [titles.text]: /expected \["ACK",.*,<a time>\], got/, [titles.file]: /<a time>\], got/ },
  ],
  [
    "the history contains a repeated text twice",
    reply((answer) => (answer[0] === "HIS" ? ["HIS", [...entries(answer), ...entries(answer)]] : answer)),
    { [titles.text]: /^\["HIS",10,null\]: expected \["HIS",<\[\["out",\["TXT".*\], got \["HIS",\[\[/ },
  ],
  [
    "a new member's history is not empty",
    reply((answer) => (answer[0] === "HIS" && entries(answer).length === 0 ? ["HIS", [["in"]]] : answer)),
    {
      "a member who has not written has no history":
        /expected \["HIS",<nothing>\], got \["HIS",\[\["in"\]\]\]$/,
    },
  ],
  [
    "texts of any length are accepted",
    reply((answer, asked) => (asked[0] === "TXT" && answer[2] === 413 ? ["ACK", "a", "b", "c"] : answer)),
    { "a text of more than 4096 bytes is rejected with 413": /^\["TXT",.*…: .*,413\], got \["ACK"/ },
  ],
  [
    "files of any size are accepted",
    reply((answer, asked) => (asked[0] === "UPL" && answer[2] === 413 ? ["UPL", "a", "b", "c"] : answer)),
    { "a file that is too large is rejected with 413": /,413\], got \["UPL"/ },
  ],
  [
    "files without an upload are acknowledged",
    reply((answer, asked) => (asked[0] === "BIN" && answer[2] === 409 ? ["ACK", "a", "b", "c"] : answer)),
    { "a file that was not uploaded is rejected with 409": /,409\], got \["ACK"/ },
  ],
  [
    "file addresses that were never issued are acknowledged",
    reply((answer, asked) => (asked[0] === "BIN" && answer[2] === 403 ? ["ACK", "a", "b", "c"] : answer)),
    { "a file with an address that was not issued is rejected with 403": /,403\], got \["ACK"/ },
  ],
];

function http(
  isMeant: (request: PassingRequest) => boolean,
  answer: { status: number; body: object },
): Fault {
  const { status, body } = answer;
  return { http: (request) => (isMeant(request) ? { status, body: { ...body } } : "pass") };
}

function isHealth({ path, body }: PassingRequest): boolean {
  return path === "/dev/tg" && body === "";
}

/** Matches only the update that a check posts, so that Telegram's own updates pass. */
function isWebhook({ path, body }: PassingRequest): boolean {
  return path === "/dev/tg" && body === '{"update_id":1}';
}

function isPut({ path, body }: PassingRequest): boolean {
  return path.includes("X-Amz-Signature") && body !== "";
}

function isHtml({ headers }: PassingRequest): boolean {
  return headers["content-type"] === "text/html";
}

function isOther({ protocols }: Handshake): boolean {
  return protocols.length === 1 && protocols[0] !== subProtocol;
}

/** Changes replies. Frames are parsed, and any other text is the only element of a frame. */
function reply(change: (answer: Frame, asked: Frame) => Frame | string): Fault {
  return {
    reply: (answer, asked) => {
      const changed = change(read(answer), read(asked));
      if (typeof changed === "string") {
        return changed;
      }
      return answer.startsWith("[") || changed.length !== 1 ? JSON.stringify(changed) : answer;
    },
  };
}

function read(text: string): Frame {
  return text.startsWith("[") ? (JSON.parse(text) as Frame) : [text];
}

function isSecondJoin(asked: Frame): boolean {
  return asked[0] === "JOIN" && asked[2] === null;
}

function entries(history: Frame): readonly unknown[] {
  return history[1] as readonly unknown[];
}
