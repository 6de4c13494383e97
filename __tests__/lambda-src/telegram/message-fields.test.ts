import { readFileSync } from "node:fs";
import type { Message } from "@grammyjs/types";
import { passedOnFields, refusedFields, serviceFields } from "../../../lambda-src/telegram/message-fields";
import { readUpdate } from "../../../lambda-src/telegram/read-update";
import { attributeFields } from "../../support/attribute-fields";

const lists = {
  "passed on": passedOnFields,
  refused: Object.keys(refusedFields),
  silent: serviceFields,
  attribute: attributeFields,
} as const;

// Does not compile if a list names a field that grammY's type does not have, or if a field is in no list.
type Listed =
  | (typeof passedOnFields)[number]
  | keyof typeof refusedFields
  | (typeof serviceFields)[number]
  | (typeof attributeFields)[number];
const areAllFieldsListed: [Exclude<keyof Message, Listed>, Exclude<Listed, keyof Message>] extends [
  never,
  never,
]
  ? true
  : never = true;

/** The fields of grammY's Message, which consists of these interfaces. */
function fieldsOfMessage(): readonly string[] {
  const types = readFileSync(require.resolve("@grammyjs/types/message.d.ts"), "utf8");
  const interfaces = [
    "ServiceMessage",
    "CommonMessage",
    "CaptionableMessage",
    "MediaMessage",
    "Message extends",
  ];
  return interfaces.flatMap((name) => {
    const [, body = ""] = new RegExp(`interface ${name}[^{]*\\{\\n([^]*?)\\n *\\}`).exec(types) ?? [];
    return [...body.matchAll(/^ +(\w+)\??: /gm)].map(([, field = ""]) => field);
  });
}

const file = { file_id: "f", file_unique_id: "u" };
const location = { latitude: 50.45, longitude: 30.52 };
const contents: Readonly<Record<(typeof passedOnFields)[number], unknown>> = {
  text: "Hello",
  photo: [{ ...file, width: 1, height: 1 }],
  animation: file,
  video: file,
  video_note: file,
  voice: file,
  audio: file,
  sticker: file,
  document: file,
  venue: { location, title: "Acme", address: "1 Main Street" },
  location,
  contact: { phone_number: "+380441234567", first_name: "Ada" },
  poll: { question: "Which?", options: [{ text: "Red" }] },
  dice: { emoji: "🎲", value: 3 },
};

function kindOf(fields: object): string {
  const from = { id: 17, is_bot: false };
  const chat = { id: -1, type: "supergroup" };
  return readUpdate({ update_id: 9, message: { message_id: 7, date: 1, chat, from, ...fields } }, 42).kind;
}

describe("the fields of Telegram's Message", () => {
  it("are all in exactly one list, as grammY declares them", () => {
    const listed = Object.values(lists).flat();

    expect(areAllFieldsListed).toBe(true);
    expect(new Set(listed).size).toBe(listed.length);
    expect([...listed].sort()).toEqual([...fieldsOfMessage()].sort());
  });

  it.each(fieldsOfMessage().map((field) => [field] as const))(
    "%s: a message with this field is handled according to the field's list",
    (field) => {
      const [list] =
        Object.entries(lists).find(([, names]) => (names as readonly string[]).includes(field)) ?? [];
      const value = (contents as Record<string, unknown>)[field] ?? { any: 1 };
      const other = {
        message_id: 7,
        date: 1,
        chat: { id: -1, type: "group" },
        from: { id: 17, is_bot: false },
        migrate_to_chat_id: -1001,
        migrate_from_chat_id: -1002,
      };
      const kind = kindOf({ [field]: (other as Record<string, unknown>)[field] ?? value });

      const expected = {
        "passed on": ["text", "file"],
        refused: ["refused content"],
        silent: [field.startsWith("migrate_") ? "moved" : "ignored"],
        // If a person's message has no content, the person is notified. The forward of a channel's post is not by a
        // person.
        attribute: [field === "is_automatic_forward" ? "ignored" : "unknown content"],
      }[list as keyof typeof lists];
      expect(expected).toContain(kind);
    },
  );

  it("a message with a field that Telegram adds later is reported to its sender", () => {
    expect(kindOf({ hologram: { any: 1 } })).toBe("unknown content");
  });

  it("a message with content whose form Telegram changes later is reported to its sender", () => {
    expect(kindOf({ location: { lat: 1 } })).toBe("unknown content");
    expect(kindOf({ photo: "p" })).toBe("unknown content");
  });
});
