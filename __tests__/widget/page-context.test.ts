import { clientFrames } from "@kite-chat/protocol";
import fc from "fast-check";
import { contextFrame } from "../../widget/src/page-context";
import type { ResolvedSettings } from "../../widget/src/settings";

const settings: ResolvedSettings = {
  endpoint: "wss://ws.example.com/dev",
  channel: "tea-and-leaves",
  position: "right",
  direction: "ltr",
  language: "en",
  accepts: ["CTX"],
};

/** Facts about a page, as a browser provides them. */
interface PageFacts {
  readonly origin: string;
  readonly pathname: string;
  readonly title: string;
  readonly language: string;
  readonly timeZone: string | undefined;
}

const shop: PageFacts = {
  origin: "https://shop.example",
  pathname: "/teas",
  title: "Teas",
  language: "en-GB",
  timeZone: "Europe/Kyiv",
};

/** Returns the frame of a page that differs from the shop's. */
function frameOf(facts: Partial<PageFacts>): readonly unknown[] {
  const { origin, pathname, title, language, timeZone } = { ...shop, ...facts };
  jest
    .spyOn(Intl, "DateTimeFormat")
    .mockReturnValue({ resolvedOptions: () => ({ timeZone }) } as Intl.DateTimeFormat);
  return contextFrame({ ...settings, language }, { title, location: { origin, pathname } }) ?? [];
}

/** Returns the names of the fields that the server would reject. */
function refusedFields([, ...values]: readonly unknown[]): readonly string[] {
  return Object.entries(clientFrames.CTX).flatMap(([name, schema], index) =>
    schema.safeParse(values[index]).success ? [] : [name],
  );
}

describe("the widget's CTX frame", () => {
  afterEach(() => jest.restoreAllMocks());

  it("has no title if the page has a form named title", () => {
    expect(frameOf({ title: {} as string })[2]).toBeNull();
  });

  it("contains the URL, title, language and time zone of the page", () => {
    expect(frameOf({})).toEqual(["CTX", "https://shop.example/teas", "Teas", "en-GB", "Europe/Kyiv", []]);
  });

  it("cuts a long title after 200 characters, and never inside a character", () => {
    const title = `${"a".repeat(199)}🍵${"b".repeat(4800)}`;

    expect(frameOf({ title })[2]).toBe(`${"a".repeat(199)}🍵`);
  });

  it("cuts a long URL after 1,024 characters", () => {
    const [, pageUrl] = frameOf({ pathname: `/${"a".repeat(5000)}` });

    expect(pageUrl).toBe(`https://shop.example/${"a".repeat(1003)}`);
  });

  it.each<[string, Partial<PageFacts>, number]>([
    ["a URL that is not a web page", { origin: "file://", pathname: "/home/ann/index.html" }, 1],
    ["the URL of a page without an origin", { origin: "null", pathname: "srcdoc" }, 1],
    ["an empty title", { title: "" }, 2],
    ["a language with an underscore", { language: "en_GB.UTF-8" }, 3],
    ["a language that is too long", { language: `${"en-".repeat(12)}GB` }, 3],
    ["a time zone with a space", { timeZone: "Middle Earth" }, 4],
    ["no time zone", { timeZone: undefined }, 4],
  ])("has null instead of %s, and keeps the other fields", (_, facts, index) => {
    const expected = [...frameOf({})];
    expected[index] = null;

    expect(frameOf(facts)).toEqual(expected);
  });

  it("has only fields that the server accepts, for any page", () => {
    const text = fc.oneof(fc.string({ unit: "binary", maxLength: 2000 }), fc.string({ maxLength: 2000 }));
    const addresses = fc.oneof(
      fc.webUrl({ withQueryParameters: true }),
      text.map((it) => `https://shop.example/${it}`),
      fc.constantFrom(
        "file:///home/ann/index.html",
        "about:srcdoc",
        "data:text/html,x",
        "http://[::1]:3000/",
      ),
    );
    const facts = fc.record({
      address: addresses,
      title: fc.oneof(
        text,
        fc.string({ minLength: 210, maxLength: 300, unit: "grapheme" }),
        fc.constant("\ud83c"),
      ),
      language: fc.oneof(fc.constantFrom("en", "zh-Hant-TW", "en_US"), text),
      timeZone: fc.oneof(fc.constantFrom("UTC", "Etc/GMT+5", "America/Argentina/Ushuaia"), text),
    });

    fc.assert(
      fc.property(facts, ({ address, ...others }) => {
        const { origin, pathname } = new URL(address);
        expect(refusedFields(frameOf({ origin, pathname, ...others }))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it.each<[string, Partial<ResolvedSettings>]>([
    ["the page opts out", { context: false }],
    ["the server does not accept it", { accepts: [] }],
  ])("is not created if %s", (_, changed) => {
    const page = { title: shop.title, location: shop };

    expect(contextFrame({ ...settings, ...changed }, page)).toBeUndefined();
  });
});
