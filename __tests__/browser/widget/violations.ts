import axe from "axe-core";
import type { Page } from "playwright-core";

/** Returns the violations that axe finds in the chat of a page: rules, elements, and instructions. */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(
    "axe.run('kite-chat').then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map((it) => it.html + ' ' + it.failureSummary)))",
  );
}

/** Returns the contrasts that axe measures between the texts of the chat and what lies under them. */
export async function contrasts(
  page: Page,
): Promise<{ readonly measured: readonly number[]; readonly tooWeak: readonly string[] }> {
  await page.evaluate(axe.source);
  return page.evaluate(`axe.run("kite-chat", { runOnly: ["color-contrast"] }).then(({ passes, violations }) => ({
    measured: passes.flatMap(({ nodes }) => nodes.flatMap(({ any }) => any[0].data?.contrastRatio ?? [])),
    tooWeak: violations.flatMap(({ nodes }) => nodes.map(({ html }) => html)),
  }))`);
}
