import {
  type ClientFrame,
  clientFrames,
  fileSizeMax,
  textMaxBytes,
  type VisitorFile,
} from "@kite-chat/protocol";
import { ChatError } from "../chat/errors";
import { parseJson } from "../chat/parse-json";

/**
 * Reads what a client sent.
 * @throws ChatError malformed or tooLarge, with the field at fault, what came and what is wanted
 */
export function readFrame(body: string): ClientFrame {
  const json = parseJson(body);
  if (json === undefined) {
    return { type: "probe" };
  }
  const [type, ...values] = arrayOf(json);
  if (typeof type !== "string" || !Object.hasOwn(clientFrames, type)) {
    const known = Object.keys(clientFrames).join(", ");
    throw new ChatError(
      "malformed",
      `type: ${shown(type)} is no frame of this protocol; wanted one of ${known}, PING.`,
    );
  }
  const frame = { type, ...fieldsOf(type as keyof typeof clientFrames, values) } as ClientFrame;
  if (frame.type === "TXT") {
    refuseLongText(frame.text);
  }
  if (frame.type === "UPL" || frame.type === "BIN") {
    refuseLargeFile(frame);
  }
  return frame;
}

function arrayOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) {
    return value;
  }
  throw new ChatError("malformed", `frame: ${shown(value)} is no JSON array; wanted ["TYPE", …].`);
}

function fieldsOf(type: keyof typeof clientFrames, values: readonly unknown[]): Record<string, unknown> {
  const fields = Object.entries(clientFrames[type]);
  const [missing] =
    fields.slice(values.length).find(([, schema]) => !schema.safeParse(undefined).success) ?? [];
  if (missing !== undefined || values.length > fields.length) {
    const form = [`"${type}"`, ...fields.map(([name]) => name)].join(", ");
    const fault = missing
      ? `${missing}: is missing`
      : `frame: has ${values.length - fields.length} element(s) too many`;
    throw new ChatError("malformed", `${fault}; wanted [${form}].`);
  }
  return Object.fromEntries(
    fields.slice(0, values.length).map(([name, schema], index) => {
      const result = schema.safeParse(values[index]);
      if (result.success) {
        return [name, result.data];
      }
      const wanted = result.error.issues[0]?.message ?? "another value";
      const got = secretFields.has(name) ? "another value" : shown(values[index]);
      throw new ChatError("malformed", `${name}: got ${got}; wanted ${wanted}.`);
    }),
  );
}

/** Fields that no error repeats. */
const secretFields: ReadonlySet<string> = new Set(["token"]);

function refuseLongText(text: string): void {
  const bytes = Buffer.byteLength(text, "utf8");
  if (bytes > textMaxBytes) {
    throw new ChatError("tooLarge", `text: got ${bytes} bytes of UTF-8; wanted at most ${textMaxBytes}.`);
  }
}

function refuseLargeFile({ fileType, fileSize }: VisitorFile): void {
  const most = fileSizeMax[fileType] ?? 0;
  if (fileSize > most) {
    throw new ChatError(
      "tooLarge",
      `fileSize: got ${fileSize} bytes; wanted at most ${most} for ${fileType}.`,
    );
  }
}

/** The longest text of a client that an error repeats, in UTF-16 units. */
const shownMax = 48;

/**
 * A value for the text of an error, in constant time. A list or an object is only named: `JSON.parse` accepts more
 * levels than `JSON.stringify` can write, and nothing of a client's value is called or converted.
 */
function shown(value: unknown): string {
  if (value === undefined) {
    return "nothing";
  }
  if (Array.isArray(value)) {
    return "a list";
  }
  if (typeof value === "object" && value !== null) {
    return "an object";
  }
  // A pair of surrogates that is cut here is escaped: the error's text stays well-formed Unicode.
  if (typeof value === "string" && value.length > shownMax) {
    return `${JSON.stringify(value.slice(0, shownMax - 1))}…`;
  }
  return JSON.stringify(value);
}
