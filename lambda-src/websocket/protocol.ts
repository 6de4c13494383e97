import * as z from "zod/mini";
import { channelNameRule, idRule, isChannelName, isId, memberNameMaxCharacters } from "../chat/names";
import { isIsoTime } from "../chat/time";

/** The WebSocket sub-protocol that these frames belong to. */
export const subprotocol = "k1te.chat.v1";

/** A text of a certain form; what is wanted is the error's text. */
function text(wanted: string, isRight: (value: string) => boolean) {
  return z.string(wanted).check(z.refine(isRight, wanted));
}

const id = text(idRule, isId);
const timestamp = text("a time in ISO 8601 UTC, like 2026-01-31T12:00:00.000Z", isIsoTime);

/**
 * The fields of each frame that a client sends, in their order on the wire; the message of each check says
 * what is wanted.
 */
export const clientFrames = {
  JOIN: {
    memberId: id,
    memberName: z.nullable(
      // Counted as a person counts: by code points.
      text(
        `null or at most ${memberNameMaxCharacters} characters`,
        (name) => [...name].length <= memberNameMaxCharacters,
      ),
    ),
    channelName: text(channelNameRule, isChannelName),
  },
  TXT: { messageId: id, text: text("a text that is not empty", (value) => value !== ""), timestamp },
} as const;

/** `["JOIN", memberId, memberName or null, channelName]` */
export interface JoinFrame {
  readonly type: "JOIN";
  readonly memberId: string;
  readonly memberName: string | null;
  readonly channelName: string;
}

/** `["TXT", messageId, text, timestamp]` */
export interface TextFrame {
  readonly type: "TXT";
  readonly messageId: string;
  readonly text: string;
  readonly timestamp: string;
}

/** A text that is no JSON: somebody looks whether the server lives. */
export interface ProbeFrame {
  readonly type: "probe";
}

export type ClientFrame = JoinFrame | TextFrame | ProbeFrame;
