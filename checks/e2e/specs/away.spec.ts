import { expect, test } from "../test";

test("a visitor who was away finds what the host wrote meanwhile, once and after the talk before it", async ({
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
  // A second one would come from the wake-up of this visit, a second after it.
  await visitor.page.waitForTimeout(1_500);
  expect(await visitor.texts()).toEqual([question, answer]);
  // It waits no more: coming back again brings no second one.
  await visitor.page.reload();
  await expect(visitor.received(answer)).toHaveCount(1);
});
