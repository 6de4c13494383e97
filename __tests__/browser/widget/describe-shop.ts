import { describeInChromium } from "../find-chromium";
import { ShopWithChat } from "./shop-with-chat";

/**
 * Defines a `describe` for tests of the widget in Chromium, with a shop that is open while they run.
 * @param body defines the tests, which use the shop and may start another Chromium
 */
export function describeShop(
  title: string,
  body: (site: ShopWithChat, executablePath: string) => void,
): void {
  describeInChromium(title, (executablePath) => {
    const site = new ShopWithChat();
    beforeAll(() => site.open(executablePath), 60_000);
    body(site, executablePath);
    afterAll(() => site.close());
  });
}
