import { unknownVariables } from "../../settings/unknown-variables";
import { variableTable } from "../../settings/variables";

describe("an unknown variable", () => {
  it.each([
    ["TELEGRM_BOT_TOKEN", "Did you mean TELEGRAM_BOT_TOKEN?"],
    ["TELEGRAM_PRODBOT_TOKEN", "Did you mean TELEGRAM_PROD_BOT_TOKEN?"],
    ["EMAILS", "Did you mean EMAIL?"],
    ["email", "Did you mean EMAIL?"],
    ["KITE_REGION", ".env.example.txt lists all of them."],
    ["CLOUDFLARE_ZONE", ".env.example.txt lists all of them."],
  ])("gets a warning in .env if its name is similar to a known variable: %s", (name, hint) => {
    expect(unknownVariables([name], [])).toEqual([`${name} (.env) is not a variable of Kite. ${hint}`]);
  });

  it.each(["AWS_PROFILE", "DATABASE_URL", "NODE_OPTIONS"])(
    "gets no warning in .env if its name is not similar: %s",
    (name) => {
      expect(unknownVariables([name], [])).toEqual([]);
    },
  );

  it("gets a warning in the environment only if it has one of Kite's prefixes", () => {
    const warnings = unknownVariables([], ["HOME", "POST", "MAIL", "KITE_STAKCS", "KITE_APP", "E2E_TARGET"]);

    expect(warnings).toEqual([
      "KITE_STAKCS (the environment) is not a variable of Kite. Did you mean KITE_STACKS?",
    ]);
  });

  it("gets one warning if it is both in .env and in the environment", () => {
    expect(unknownVariables(["KITE_STAKCS"], ["KITE_STAKCS"])).toHaveLength(1);
  });

  it("is never one of Kite's own variables", () => {
    const ours = Object.keys(variableTable);

    expect(unknownVariables(ours, ours)).toEqual([]);
  });
});
