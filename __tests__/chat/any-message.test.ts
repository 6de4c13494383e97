import fc from "fast-check";
import { type Host, type JoinedVisitor, KiteRun } from "../../checks/harness/kite-run";
import { passedOnFields, refusedFields, serviceFields } from "../../lambda-src/telegram/message-fields";
import { attributeFields } from "../support/attribute-fields";
import { hostUpdate, postUpdate } from "../support/post-update";

let run: KiteRun;
let host: Host;
let visitor: JoinedVisitor;
beforeAll(async () => {
  run = await KiteRun.start();
  host = await run.host();
  visitor = await run.knownVisitor(host);
});
afterAll(() => run.close());

/** Texts with unusual characters, including lone surrogates. */
const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom("\ud800", "\u202e", "\u200d", "/", "\0", "\n", "🏴") }),
);
const anyFile = fc.record(
  {
    file_id: anyText,
    file_name: anyText,
    mime_type: anyText,
    file_size: fc.oneof(fc.integer({ min: 0, max: 30 * 1024 ** 2 }), fc.double()),
  },
  { requiredKeys: ["file_id"] },
);
const entities = fc.array(
  fc.record({
    type: fc.constantFrom("text_link", "bot_command"),
    offset: fc.integer(),
    length: fc.integer(),
    url: anyText,
  }),
);
const location = fc.record({ latitude: fc.double(), longitude: fc.double() });
const quote = fc.record({ text: anyText, position: fc.integer() });
const known = {
  text: anyText,
  caption: anyText,
  entities,
  caption_entities: entities,
  quote,
  document: anyFile,
  voice: anyFile,
  video_note: anyFile,
  photo: fc.array(fc.record({ file_id: anyText, width: fc.integer(), height: fc.integer() })),
  location,
  venue: fc.record({ location, title: anyText, address: anyText }),
  contact: fc.record({ phone_number: anyText, first_name: anyText }),
  poll: fc.record({ question: anyText, options: fc.array(fc.record({ text: anyText })) }),
  dice: fc.record({ emoji: anyText, value: fc.double() }),
};
const fields = [
  ...passedOnFields,
  ...Object.keys(refusedFields),
  ...serviceFields,
  ...attributeFields,
].filter((name) => !["message_id", "date", "chat", "from"].includes(name));
const anyMessage = fc.oneof(
  fc.record(known, { requiredKeys: [] }),
  fc.dictionary(fc.constantFrom(...fields), fc.jsonValue(), { maxKeys: 4 }),
);

const lastMessage = { text: "The end of it" };

it("an update with any message gets 200, and does not block the next update", async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom("message", "edited_message"), anyMessage, async (kind, fields) => {
      const { message, ...update } = hostUpdate(host, fields);
      expect(await postUpdate(run, { ...update, [kind]: message })).toBe(200);
    }),
    { numRuns: 150, interruptAfterTimeLimit: 60_000 },
  );

  expect(await postUpdate(run, hostUpdate(host, lastMessage))).toBe(200);
  let last: unknown;
  do {
    last = await visitor.next();
  } while ((last as string[])[2] !== lastMessage.text);
  expect(JSON.stringify(run.log)).not.toContain("a retry cannot help");
});
