import { unknownVariables } from "../../settings/unknown-variables";
import { variableTable } from "../../settings/variables";

describe("a variable that is none of ours", () => {
  it.each([
    ["TELEGRM_BOT_TOKEN", "Did you mean TELEGRAM_BOT_TOKEN?"],
    ["TELEGRAM_PRODBOT_TOKEN", "Did you mean TELEGRAM_PROD_BOT_TOKEN?"],
    ["EMAILS", "Did you mean EMAIL?"],
    ["email", "Did you mean EMAIL?"],
    ["KITE_REGION", ".env.example.txt lists all of them."],
    ["CLOUDFLARE_ZONE", ".env.example.txt lists all of them."],
  ])("in .env gets a warning when it looks like one: %s", (name, hint) => {
    expect(unknownVariables([name], [])).toEqual([`${name} (.env) is not a variable of Kite. ${hint}`]);
  });

  it.each(["AWS_PROFILE", "DATABASE_URL", "NODE_OPTIONS"])(
    "gets none in .env when it does not: %s",
    (name) => {
      expect(unknownVariables([name], [])).toEqual([]);
    },
  );

  it("of the environment gets a warning for our prefixes alone, for much there is like ours by chance", () => {
    const warnings = unknownVariables([], ["HOME", "POST", "MAIL", "KITE_STAKCS", "KITE_APP", "E2E_TARGET"]);

    expect(warnings).toEqual([
      "KITE_STAKCS (the environment) is not a variable of Kite. Did you mean KITE_STACKS?",
    ]);
  });

  it("gets one warning when it stands in both", () => {
    expect(unknownVariables(["KITE_STAKCS"], ["KITE_STAKCS"])).toHaveLength(1);
  });

  it("is not one of ours", () => {
    const ours = Object.keys(variableTable);

    expect(unknownVariables(ours, ours)).toEqual([]);
  });
});
