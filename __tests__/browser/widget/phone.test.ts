import { join } from "node:path";
import { devices, type Locator } from "playwright-core";
import { png } from "../../../packages/bot-api-server/__tests__/pictures";
import type { ChatPage } from "./chat-page";
import { describeShop } from "./describe-shop";
import type { ShopPage } from "./shop-with-chat";
import { violations } from "./violations";

const portrait = { width: 390, height: 844 };
const landscape = { width: 844, height: 390 };

/** Replaces the visual viewport. Chromium on a desktop has no keyboard that shrinks it. */
const ownVisualViewport = `<script>
  const view = new EventTarget();
  view.height = innerHeight;
  view.offsetTop = 0;
  Object.defineProperty(window, "visualViewport", { value: view });
</script>`;

/** The positions of an element's sides, measured from the origin of the window. */
interface Sides {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

describeShop("the widget on a phone", (site) => {
  let chat: ChatPage;

  afterEach(async () => {
    await chat.close();
    expect(chat.complaints).toEqual([]);
  });

  async function visit(page: ShopPage = {}, viewport = portrait): Promise<void> {
    chat = await site.visit(page, { ...devices["iPhone 13"], viewport, screen: viewport });
  }

  async function sidesOf(element: Locator): Promise<Sides> {
    const { x = 0, y = 0, width = 0, height = 0 } = (await element.boundingBox()) ?? {};
    return { left: x, top: y, right: x + width, bottom: y + height };
  }

  /** The parts of the panel that a visitor must see and reach while writing. */
  const parts = () => [
    chat.page.getByRole("heading"),
    chat.page.getByRole("button", { name: "Close the chat" }),
    chat.page.getByRole("button", { name: "Attach a file" }),
    chat.input,
    chat.page.getByRole("button", { name: "Send" }),
    chat.page.locator("li.message.visitor").last(),
  ];

  async function expectWithin(area: Sides): Promise<void> {
    for (const part of parts()) {
      const { left, top, right, bottom } = await sidesOf(part);
      const isWithin = left >= area.left && top >= area.top && right <= area.right && bottom <= area.bottom;
      expect({ part: String(part), left, top, right, bottom, isWithin }).toMatchObject({ isWithin: true });
    }
  }

  const screenshot = async (name: string) => {
    if (process.env.SCREENSHOTS) {
      await chat.page.screenshot({ path: join(process.env.SCREENSHOTS, `phone-${name}.png`) });
    }
  };

  it("stays within the part of the screen that the keyboard does not cover, and shows the last message", async () => {
    await visit({ head: ownVisualViewport });
    await chat.openChat();
    for (let message = 1; message <= 12; message += 1) {
      await chat.send(`Question ${message}`);
    }
    const showKeyboard = (height: number, offsetTop: number) =>
      chat.page.evaluate(`
        Object.assign(visualViewport, { height: ${height}, offsetTop: ${offsetTop} });
        visualViewport.dispatchEvent(new Event("resize"));
        new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      `);
    await expectWithin({ left: 0, top: 0, right: 390, bottom: 844 });

    // iOS also moves the page up, to show the focused input.
    await showKeyboard(420, 160);
    await screenshot("keyboard");
    await expectWithin({ left: 0, top: 160, right: 390, bottom: 580 });
    expect(await sidesOf(chat.panel)).toEqual({ left: 0, top: 160, right: 390, bottom: 580 });

    await showKeyboard(844, 0);
    expect(await sidesOf(chat.panel)).toEqual({ left: 0, top: 0, right: 390, bottom: 844 });
    await expectWithin({ left: 0, top: 0, right: 390, bottom: 844 });
  });

  it.each([
    ["upright", portrait, { top: 47, right: 0, bottom: 34, left: 0 }],
    ["on its side", landscape, { top: 0, right: 47, bottom: 21, left: 47 }],
  ])("does not cover the notch and the home indicator if the phone is %s", async (name, viewport, insets) => {
    await visit({}, viewport);
    const session = await chat.page.context().newCDPSession(chat.page);
    await session.send("Emulation.setSafeAreaInsetsOverride", { insets });
    const { width, height } = viewport;
    const safe = {
      left: insets.left,
      top: insets.top,
      right: width - insets.right,
      bottom: height - insets.bottom,
    };
    const { right, bottom } = await sidesOf(chat.launcher);
    expect({ right, bottom }).toEqual({ right: safe.right - 20, bottom: safe.bottom - 20 });

    await chat.openChat();
    await chat.send("A text that is so long that it fills the whole width of the screen. ".repeat(4));
    await screenshot(name.replaceAll(" ", "-"));
    await expectWithin(safe);
    const greeting = await sidesOf(chat.page.getByText("Hi there! How can we help?"));
    expect(greeting.left).toBeGreaterThanOrEqual(safe.left);
    expect(await sidesOf(chat.panel)).toEqual({ left: 0, top: 0, right: width, bottom: height });
    expect(await violations(chat.page)).toEqual([]);
  });

  it("offers the camera in addition to files, and sends the photo", async () => {
    await visit();
    await chat.openChat();
    const chooser = chat.page.waitForEvent("filechooser");
    await chat.page.getByRole("button", { name: "Attach a file" }).tap();
    const files = await chooser;
    const accepted = (await files.element().getAttribute("accept"))?.split(",");

    // A phone offers its camera for photos and videos. With `capture`, it would offer only the camera.
    expect(accepted).toEqual(expect.arrayContaining(["image/jpeg", "video/mp4", "application/pdf"]));
    expect(await files.element().getAttribute("capture")).toBeNull();
    // iOS converts a HEIC photo to JPEG unless the input accepts HEIC.
    expect(accepted?.filter((type) => /heic|\*/.test(type))).toEqual([]);
    await files.setFiles({ name: "image.jpg", mimeType: "image/jpeg", buffer: png(320, 200) });
    await chat.page.locator("li.message.visitor.sent").getByAltText("image.jpg").waitFor();
  });

  it.each(["10px", "16px"])(
    "has inputs of 16 px, into which iOS does not zoom, with a root font of %s",
    async (size) => {
      await visit({ head: `<style>html{font-size:${size}}</style>`, body: site.tag("data-ask-name") });
      await chat.openChat();
      await chat.page.getByLabel("Your name").waitFor();
      const fontSizes = await chat.page
        .locator("kite-chat :is(textarea, input:not([type=file]))")
        .evaluateAll((inputs) =>
          inputs.map((it) => it.ownerDocument.defaultView.getComputedStyle(it).fontSize),
        );

      expect(fontSizes).toEqual(["16px", "16px"]);
    },
  );
});
