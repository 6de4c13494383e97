import { expect, test } from "../test";

test("a visitor sees why a text cannot be sent, keeps the text, and can continue", async ({
  visitor,
  host,
  unique,
}) => {
  const [tooLong, short] = ["ä".repeat(2_100), unique("Short")];

  await visitor.say(tooLong);

  await expect(visitor.page.getByText("That is a long message.")).toBeVisible();
  await expect(visitor.composer).toHaveValue(tooLong);
  await visitor.say(short);
  expect(await host.receives(short)).not.toContain("ää");
});
