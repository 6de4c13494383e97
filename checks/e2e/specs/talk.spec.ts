import type { Browser } from "@playwright/test";
import { PageVisitor } from "../page-visitor";
import { expect, test } from "../test";

test("a visitor's text reaches the host below the visitor's tag", async ({ visitor, host, unique }) => {
  const question = unique("Do you ship to Norway?");

  await visitor.say(question);

  const received = await host.receives(question);
  expect(received).toMatch(/^#[A-Za-z0-9_]+ Visitor \w+\n/);
  expect(received).toContain(`\n${question}`);
  await expect(visitor.sent(question)).toHaveCount(1);
});

test("the host's reply reaches only the visitor whom it answers", async ({
  visitor,
  host,
  unique,
  target,
  browser,
}) => {
  const [question, answer] = [unique("Is it red?"), unique("It is blue.")];
  await visitor.say(question);
  await host.receives(question);
  const stranger = await arrive(browser, target.pageUrl);
  await stranger.say(unique("I wrote last"));
  await expect(stranger.sent("I wrote last")).toHaveCount(1);

  await host.reply(question, answer);

  await expect(visitor.received(answer)).toHaveCount(1);
  await expect(stranger.received(answer)).toHaveCount(0);
  await stranger.page.context().close();
});

test("texts keep their order in both directions", async ({ visitor, host, unique }) => {
  const numbered = (text: string) => [1, 2, 3].map((number) => unique(`${text} ${number}`));
  const [questions, answers] = [numbered("Question"), numbered("Answer")];

  for (const question of questions) {
    await visitor.say(question);
  }
  const [first = "", , last = ""] = questions;
  await host.receives(last);
  for (const answer of answers) {
    await host.reply(first, answer);
  }

  const transcript = await host.transcript();
  expect(inOrderOfPlace(questions, transcript)).toEqual(questions);
  await expect(visitor.received(answers[2] ?? "")).toBeVisible();
  expect(await visitor.texts()).toEqual([...questions, ...answers]);
});

function inOrderOfPlace(texts: readonly string[], whole: string): readonly string[] {
  return texts
    .filter((text) => whole.includes(text))
    .sort((one, other) => whole.indexOf(one) - whole.indexOf(other));
}

async function arrive(browser: Browser, pageUrl: string): Promise<PageVisitor> {
  const visitor = new PageVisitor(await browser.newContext(), pageUrl);
  await visitor.arrive();
  return visitor;
}
