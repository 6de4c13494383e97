import * as z from "zod/mini";
import { fileNameRule, fileSizeMax, fileTypeRule, isFileName } from "./files";
import { identityTokenRule, isIdentityToken } from "./identity-token";
import { featuresMax, historyMax, memberNameMaxCharacters } from "./limits";
import { channelNameRule, idRule, isChannelName, isFeature, isId } from "./names";
import {
  isLanguage,
  isPageTitle,
  isPageUrl,
  isTimeZone,
  languageRule,
  pageTitleRule,
  pageUrlRule,
  timeZoneRule,
} from "./page-context";
import { isIsoTime } from "./time";

/**
 * A text of a certain form, and of well-formed Unicode: a lone surrogate has no UTF-8, so no table and no Bot API
 * could give back what the client sent.
 * @param wanted the error's text
 */
function text(wanted: string, isRight: (value: string) => boolean) {
  return z.string(wanted).check(
    z.refine((value) => value.isWellFormed(), {
      error: "well-formed Unicode without lone surrogates",
      abort: true,
    }),
    z.refine(isRight, wanted),
  );
}

const id = text(idRule, isId);
const timestamp = text("a time in ISO 8601 UTC, like 2026-01-31T12:00:00.000Z", isIsoTime);

const featureRule = `null or at most ${featuresMax} names of 1 to 32 lower-case letters, digits or -`;
const historyRule = `a whole number from 1 to ${historyMax}`;
const fileSizeRule = "the size in bytes, a whole number above 0";
const file = {
  fileName: text(fileNameRule, isFileName),
  fileType: text(fileTypeRule, (value) => Object.hasOwn(fileSizeMax, value)),
  fileSize: z.int(fileSizeRule).check(z.gte(1, fileSizeRule)),
};

/**
 * The fields of each frame that a client sends, in their order on the wire; the message of each check says
 * what is wanted. A field that may be left out stands at the end.
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
    token: z.optional(z.nullable(text(identityTokenRule, isIdentityToken))),
  },
  TXT: { messageId: id, text: text("a text that is not empty", (value) => value !== ""), timestamp },
  UPL: { messageId: id, ...file, timestamp },
  BIN: { messageId: id, url: text("the canonicalUri that UPL gave", () => true), ...file, timestamp },
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
  /** Signed by the shop's server. The member is the one that it names then, whatever the memberId. */
  readonly token?: string | null | undefined;
}

/** `["TXT", messageId, text, timestamp]` */
export interface TextFrame {
  readonly type: "TXT";
  readonly messageId: string;
  readonly text: string;
  readonly timestamp: string;
}

/** A file as its sender describes it. */
export interface VisitorFile {
  readonly fileName: string;
  /** The media type. */
  readonly fileType: string;
  /** In bytes. */
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
  /** The canonicalUri. */
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
  /** The page that carries the chat. Clients leave the query out, which may hold personal data. */
  readonly pageUrl: string | null;
  readonly pageTitle: string | null;
  /** A language tag. */
  readonly language: string | null;
  /** A name of the IANA time zone database. */
  readonly timeZone: string | null;
  /** Additions to the protocol that the client understands. The server sends it no others. */
  readonly features: readonly string[] | null;
}

/** A text that is no JSON: a liveness probe. */
export interface ProbeFrame {
  readonly type: "probe";
}

/** A frame of a client, with its fields by name. */
export type ClientFrame =
  | JoinFrame
  | TextFrame
  | UploadFrame
  | FileFrame
  | HistoryFrame
  | ContextFrame
  | ProbeFrame;
