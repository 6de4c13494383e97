import { readSettings } from "../../settings/settings";
import { SMALLEST, settingsFolder } from "./settings-folder";

const watchOf = (file: object) =>
  readSettings({ directory: settingsFolder({ ...SMALLEST, ...file }), environment: {} }).deployment.watch;

describe("the watch of a deployment", () => {
  it("tells nobody and has no budget unless that is wanted", () => {
    const watch = watchOf({});

    expect(watch).toEqual({
      alarmEmails: [],
      alarmForwarder: false,
      budget: undefined,
      logArchive: undefined,
    });
  });

  it.each([
    ["alarmEmails", { alarmEmails: ["a@example.org"] }, { alarmEmails: ["a@example.org"] }],
    ["alarmForwarder", { alarmForwarder: true }, { alarmForwarder: true }],
    ["monthlyBudgetUsd", { monthlyBudgetUsd: 20 }, { budget: { monthlyUsd: 20, tag: undefined } }],
    [
      "budgetTag",
      { monthlyBudgetUsd: 20, budgetTag: "app$kite" },
      { budget: { monthlyUsd: 20, tag: "app$kite" } },
    ],
  ])("honors the setting %s", (_key, file, expected) => {
    const watch = watchOf(file);

    expect(watch).toMatchObject(expected);
  });

  it("refuses a tag without a budget", () => {
    const read = () => watchOf({ budgetTag: "app$kite" });

    expect(read).toThrow(/budgetTag .*got a tag without monthlyBudgetUsd/);
  });
});
