import { readFileSync } from "node:fs";
import { join } from "node:path";
import { errorCodes } from "@kite-chat/protocol";

it("docs/errors.md lists exactly the errors of the protocol, with their codes", () => {
  const page = readFileSync(join(__dirname, "../../docs/errors.md"), "utf8");

  const listed = [...page.matchAll(/^\| (\d{3}) \| (\w+) \|/gm)].map(([, code, name]) => [
    name,
    Number(code),
  ]);

  expect(Object.fromEntries(listed)).toEqual(errorCodes);
});
