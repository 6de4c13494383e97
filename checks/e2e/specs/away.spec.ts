import { expect, test } from "../test";

test("a visitor who was offline receives the host's message once, after the earlier messages", async ({
  visitor,
  host,
  unique,
}) => {
  const [question, answer] = [unique("I am in a hurry"), unique("It is ready on Monday")];
  await visitor.say(question);
  await host.receives(question);
  await visitor.leave();
  await host.reply(question, answer);

  await visitor.arrive();

  await expect(visitor.received(answer)).toHaveCount(1);
  // If the notification of this visit caused a second copy, the copy would arrive one second later.
  await visitor.page.waitForTimeout(1_500);
  expect(await visitor.texts()).toEqual([question, answer]);
  // The message is no longer pending, so another visit delivers no second copy.
  await visitor.leave();
  await visitor.arrive();
  await expect(visitor.received(answer)).toHaveCount(1);
});
