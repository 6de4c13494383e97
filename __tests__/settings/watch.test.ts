import { readSettings } from "../../settings/settings";
import { SMALLEST, settingsFolder } from "./settings-folder";

const watchOf = (file: object) =>
  readSettings({ directory: settingsFolder({ ...SMALLEST, ...file }), environment: {} }).deployment.watch;

describe("the watch of a deployment", () => {
  it("tells nobody, has no budget and archives nothing unless that is wanted", () => {
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
    ["logArchive", { logArchive: true }, { logArchive: { days: 365, scanLimitMegabytes: 10_000 } }],
    [
      "logArchiveDays and athenaScanLimitMegabytes",
      { logArchive: true, logArchiveDays: 30, athenaScanLimitMegabytes: 50 },
      { logArchive: { days: 30, scanLimitMegabytes: 50 } },
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
