import {
  type ClientFrame,
  clientFrames,
  fileSizeMax,
  textMaxBytes,
  type VisitorFile,
} from "@kite-chat/protocol";
import { ChatError } from "../chat/errors";
import { parseJson } from "../chat/parse-json";
import { rejections } from "../chat/texts/english";

/**
 * Reads a client's frame.
 * @throws ChatError malformed with the invalid field, its value and the expected form; or tooLarge
 */
export function readFrame(body: string): ClientFrame {
  const json = parseJson(body);
  if (json === undefined) {
    return { type: "probe" };
  }
  const [type, ...values] = arrayOf(json);
  if (typeof type !== "string" || !Object.hasOwn(clientFrames, type)) {
    const types = [...Object.keys(clientFrames), "PING"];
    throw new ChatError("malformed", rejections.unknownType(types, shown(type)));
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
  throw new ChatError("malformed", rejections.notAnArray(shown(value)));
}

function fieldsOf(type: keyof typeof clientFrames, values: readonly unknown[]): Record<string, unknown> {
  const fields = Object.entries(clientFrames[type]);
  const [missing] =
    fields.slice(values.length).find(([, schema]) => !schema.safeParse(undefined).success) ?? [];
  if (missing !== undefined || values.length > fields.length) {
    const form = `[${[`"${type}"`, ...fields.map(([name]) => name)].join(", ")}]`;
    const reason = missing
      ? rejections.missingField(missing, form)
      : rejections.tooManyElements(values.length - fields.length, form);
    throw new ChatError("malformed", reason);
  }
  return Object.fromEntries(
    fields.slice(0, values.length).map(([name, schema], index) => {
      const result = schema.safeParse(values[index]);
      if (result.success) {
        return [name, result.data];
      }
      const expected = result.error.issues[0]?.message ?? "another value";
      const received = secretFields.has(name) ? "another value" : shown(values[index]);
      throw new ChatError("malformed", rejections.invalidField(name, expected, received));
    }),
  );
}

/** Fields whose values no error contains. */
const secretFields: ReadonlySet<string> = new Set(["token"]);

function refuseLongText(text: string): void {
  const bytes = Buffer.byteLength(text, "utf8");
  if (bytes > textMaxBytes) {
    throw new ChatError("tooLarge", rejections.textTooLong(bytes, textMaxBytes));
  }
}

function refuseLargeFile({ fileType, fileSize }: VisitorFile): void {
  const most = fileSizeMax[fileType] ?? 0;
  if (fileSize > most) {
    throw new ChatError("tooLarge", rejections.fileTooLarge(fileType, most));
  }
}

/** The maximum length of a client's text in an error, in UTF-16 units. */
const shownMax = 48;

/**
 * Returns a value for the text of an error, in constant time. A list or an object is described only by its kind,
 * because `JSON.parse` accepts more levels than `JSON.stringify` can write, and because no method of a client's value
 * may be called.
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
  // JSON.stringify escapes half of a surrogate pair that is cut here, so the error stays well-formed Unicode.
  if (typeof value === "string" && value.length > shownMax) {
    return `${JSON.stringify(value.slice(0, shownMax - 1))}…`;
  }
  return JSON.stringify(value);
}
