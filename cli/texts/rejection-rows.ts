import { clientFrames, subprotocol, textMaxBytes } from "@kite-chat/protocol";
import { rejections } from "../../lambda-src/chat/texts/english";
import type { Rows } from "./row";

const form = '["TXT", messageId, text, timestamp]';

/**
 * Describes the reasons of `ERR` frames and of rejected connections. Visitors see the reasons that have no `readers`.
 */
export const rejectionRows: Rows<typeof rejections> = {
  notAnArray: {
    readers: ["developer"],
    when: "400: JSON that is not an array",
    text: rejections.notAnArray("an object"),
  },
  unknownType: {
    readers: ["developer"],
    when: "400: an unknown type",
    text: rejections.unknownType([...Object.keys(clientFrames), "PING"], '"NOPE"'),
  },
  missingField: {
    readers: ["developer"],
    when: "400: too few elements",
    text: rejections.missingField("timestamp", form),
  },
  tooManyElements: {
    readers: ["developer"],
    when: "400: too many elements",
    text: rejections.tooManyElements(2, form),
  },
  invalidField: {
    readers: ["developer"],
    when: "400: a field of the wrong form",
    text: rejections.invalidField("messageId", "1 to 64 letters, digits, _ or -", '"#1"'),
  },
  invalidChannel: {
    readers: ["developer"],
    when: "400 at the handshake: `?c=` is not a channel's name",
    text: rejections.invalidChannel,
  },
  subprotocol: {
    readers: ["developer"],
    when: "400 at the handshake: only other subprotocols are offered",
    text: rejections.subprotocol(subprotocol),
  },
  wrongAddress: {
    readers: ["developer"],
    when: "403 at the handshake: another host name than the stage's, or not through the proxy",
    text: rejections.wrongAddress,
  },
  originNotAllowed: {
    readers: ["developer"],
    when: "403 at the handshake: the page's origin is not in `allowedOrigins`",
    text: rejections.originNotAllowed,
  },
  tokenMalformed: {
    readers: ["developer"],
    when: "400: `JOIN` with a token of the wrong form",
    text: rejections.tokenMalformed,
  },
  tokenForged: {
    readers: ["developer"],
    when: "403: `JOIN` with a token that no key of the channel signed",
    text: rejections.tokenForged,
  },
  tokenExpired: {
    readers: ["developer"],
    when: "401: `JOIN` with an expired token",
    text: rejections.tokenExpired,
  },
  tokenExpiresTooLate: {
    readers: ["developer"],
    when: "400: `JOIN` with a token that is valid for too long",
    text: rejections.tokenExpiresTooLate(31),
  },
  notJoined: { when: "401: a frame before `JOIN`", text: rejections.notJoined },
  memberUnknown: { when: "401: the visitor was erased or has expired", text: rejections.memberUnknown },
  connectionUnknown: { when: "401: the connection is not stored", text: rejections.connectionUnknown },
  fileNotOffered: {
    when: "403: `BIN` with a URL that was not issued for this visitor and file",
    text: rejections.fileNotOffered,
  },
  unknownChannel: { when: "404: no chat hosts the channel", text: rejections.unknownChannel },
  otherChannel: { when: "409: `JOIN` and `?c=` name two channels", text: rejections.otherChannel },
  otherMember: {
    when: "409: a second `JOIN` on a connection, as another visitor",
    text: rejections.otherMember,
  },
  fileNotUploaded: { when: "409: `BIN` before the file is uploaded", text: rejections.fileNotUploaded },
  textTooLong: { when: "413: a text above the limit", text: rejections.textTooLong(5000, textMaxBytes) },
  fileTooLarge: {
    when: "413: a file above the limit of its type",
    text: rejections.fileTooLarge("image/png", 5 * 1024 ** 2),
  },
  tooFast: { when: "429: frames faster than the limit", text: rejections.tooFast(5000) },
  dayIsFull: { when: "429: messages above the day's limit", text: rejections.dayIsFull(3 * 3_600_000) },
  tooManyJoins: { when: "429: repeated `JOIN` on one connection", text: rejections.tooManyJoins },
  internal: { when: "500: a fault of the server", text: rejections.internal },
};
