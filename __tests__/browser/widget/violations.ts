import axe from "axe-core";
import type { Page } from "playwright-core";

/** Returns the violations that axe finds in the chat of a page: rules, elements, and instructions. */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(
    "axe.run('kite-chat').then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map((it) => it.html + ' ' + it.failureSummary)))",
  );
}
