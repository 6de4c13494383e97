import * as z from "zod/mini";
import { fileNameMaxCharacters, fileSizeMax, isFileName } from "./files";
import { identityTokenRule, isIdentityToken } from "./identity-token";
import {
  featuresMax,
  historyMax,
  languageMaxCharacters,
  memberNameMaxCharacters,
  pageTitleMaxCharacters,
  pageUrlMaxCharacters,
  timeZoneMaxCharacters,
} from "./limits";
import { channelNameRule, idRule, isChannelName, isFeature, isId } from "./names";
import { isLanguage, isPageTitle, isPageUrl, isTimeZone } from "./page-context";
import { isIsoTime } from "./time";

/**
 * Creates the schema of a text with a certain form. The text must be well-formed Unicode. A lone surrogate has no UTF-8
 * encoding, so a table or the Bot API would change the text.
 * @param expected The expected form, for errors.
 */
function text(expected: string, isRight: (value: string) => boolean) {
  return z.string(expected).check(
    z.refine((value) => value.isWellFormed(), {
      error: "well-formed Unicode without lone surrogates",
      abort: true,
    }),
    z.refine(isRight, expected),
  );
}

const id = text(idRule, isId);
const timestamp = text("a time in ISO 8601 UTC, like 2026-01-31T12:00:00.000Z", isIsoTime);

// A bundler cannot remove a text that contains an expression. These rules are therefore not in the modules of their
// functions, which the widget also uses.
const pageUrlRule = `null or an http or https URL of at most ${pageUrlMaxCharacters} characters`;
const pageTitleRule = `null or at most ${pageTitleMaxCharacters} characters`;
const languageRule = `null or a language tag like en-US of at most ${languageMaxCharacters} characters`;
const timeZoneRule = `null or a time zone like Europe/Kyiv of at most ${timeZoneMaxCharacters} characters`;
const featureRule = `null or at most ${featuresMax} names of 1 to 32 letters, digits or -`;
const historyRule = `a whole number from 1 to ${historyMax}`;
const fileNameRule = `1 to ${fileNameMaxCharacters} characters without / and \\`;
const fileTypeRule = `one of ${Object.keys(fileSizeMax).join(", ")}`;
const fileSizeRule = "the size in bytes, a whole number above 0";
const file = {
  fileName: text(fileNameRule, isFileName),
  fileType: text(fileTypeRule, (value) => Object.hasOwn(fileSizeMax, value)),
  fileSize: z.int(fileSizeRule).check(z.gte(1, fileSizeRule)),
};

/**
 * The fields of each frame that a client sends, in their order in the frame. The message of each check is the expected
 * form. Only the last field may be optional.
 */
export const clientFrames = {
  JOIN: {
    memberId: id,
    memberName: z.nullable(
      // Characters are code points, because this is close to what a person counts.
      text(
        `null or at most ${memberNameMaxCharacters} characters`,
        (name) => [...name].length <= memberNameMaxCharacters,
      ),
    ),
    channelName: text(channelNameRule, isChannelName),
    token: z.optional(z.nullable(text(identityTokenRule, isIdentityToken))),
  },
  TXT: { messageId: id, text: text("a text that is not empty", (value) => value !== ""), timestamp },
  UPL: { messageId: id, ...file, timestamp },
  BIN: { messageId: id, url: text("the canonicalUri of the UPL answer", () => true), ...file, timestamp },
  HIS: {
    limit: z.int(historyRule).check(z.gte(1, historyRule), z.lte(historyMax, historyRule)),
    before: z.nullable(timestamp),
  },
  CTX: {
    pageUrl: z.nullable(text(pageUrlRule, isPageUrl)),
    pageTitle: z.nullable(text(pageTitleRule, isPageTitle)),
    language: z.nullable(text(languageRule, isLanguage)),
    timeZone: z.nullable(text(timeZoneRule, isTimeZone)),
    features: z.nullable(
      z.array(text(featureRule, isFeature), featureRule).check(z.maxLength(featuresMax, featureRule)),
    ),
  },
} as const;

/** `["JOIN", memberId, memberName or null, channelName]`, or with a token at the end */
export interface JoinFrame {
  readonly type: "JOIN";
  readonly memberId: string;
  readonly memberName: string | null;
  readonly channelName: string;
  /** Token that the shop's server has signed. It names the member, and the memberId is then ignored. */
  readonly token?: string | null | undefined;
}

/** `["TXT", messageId, text, timestamp]` */
export interface TextFrame {
  readonly type: "TXT";
  readonly messageId: string;
  readonly text: string;
  readonly timestamp: string;
}

/** Represents a file as its sender describes it. */
export interface VisitorFile {
  readonly fileName: string;
  /** Media type. */
  readonly fileType: string;
  /** Size in bytes. */
  readonly fileSize: number;
}

/** `["UPL", messageId, fileName, fileType, fileSize, timestamp]` */
export interface UploadFrame extends VisitorFile {
  readonly type: "UPL";
  readonly messageId: string;
  readonly timestamp: string;
}

/** `["BIN", messageId, url, fileName, fileType, fileSize, timestamp]` */
export interface FileFrame extends VisitorFile {
  readonly type: "BIN";
  readonly messageId: string;
  /** The canonicalUri of the file. */
  readonly url: string;
  readonly timestamp: string;
}

/** `["HIS", limit, before or null]` */
export interface HistoryFrame {
  readonly type: "HIS";
  readonly limit: number;
  readonly before: string | null;
}

/** `["CTX", pageUrl, pageTitle, language, timeZone, features]` */
export interface ContextFrame {
  readonly type: "CTX";
  /** The page with the chat. Clients leave out the query, which may contain personal data. */
  readonly pageUrl: string | null;
  readonly pageTitle: string | null;
  /** A language tag. */
  readonly language: string | null;
  /** A name of the IANA time zone database. */
  readonly timeZone: string | null;
  /** Additions to the protocol that the client supports. The server sends no others. */
  readonly features: readonly string[] | null;
}

/** Represents a text that is not JSON. It is a liveness probe. */
export interface ProbeFrame {
  readonly type: "probe";
}

/** Represents a client's frame, with its fields by name. */
export type ClientFrame =
  | JoinFrame
  | TextFrame
  | UploadFrame
  | FileFrame
  | HistoryFrame
  | ContextFrame
  | ProbeFrame;
