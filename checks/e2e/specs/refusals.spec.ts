import { expect, test } from "../test";

test("a visitor reads the server's reason for a rejected text, and can continue", async ({
  visitor,
  host,
  unique,
}) => {
  const [tooLong, short] = ["ä".repeat(2_100), unique("Short")];

  await visitor.say(tooLong);

  const refused = visitor.own(tooLong);
  await expect(refused).toContainText("Your message is too long: it has 4200 bytes, and 4096 are allowed.");
  await expect(refused).toContainText("Refused");
  await visitor.say(short);
  expect(await host.receives(short)).not.toContain("ää");
});
