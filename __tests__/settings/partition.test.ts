import { arnIn, partitionOf } from "../../constructs/account/partition";
import { UserError } from "../../constructs/user-error";
import { lookUpSettings } from "../../settings/settings";
import { settingsFolder, smallest } from "./settings-folder";

describe("the partition", () => {
  it.each([
    ["eu-central-1", "aws", "amazonaws.com"],
    ["us-west-2", "aws", "amazonaws.com"],
    ["mx-central-1", "aws", "amazonaws.com"],
    ["us-gov-east-1", "aws-us-gov", "amazonaws.com"],
    ["eusc-de-east-1", "aws-eusc", "amazonaws.eu"],
  ])("in %s is %s, with the DNS suffix %s", (region, id, dnsSuffix) => {
    expect(partitionOf(region)).toEqual({ id, dnsSuffix });
    expect(arnIn(region)).toBe(`arn:${id}`);
    expect(faultsOf({ region })).toEqual([]);
  });

  it.each([
    "cn-north-1",
    "cn-northwest-1",
    "us-iso-east-1",
    "us-isob-east-1",
    "us-isof-south-1",
    "eu-isoe-west-1",
  ])("in %s is unsupported, because Telegram cannot be reached from there", (region) => {
    expect(faultsOf({ region })).toEqual([
      expect.objectContaining({
        name: "region",
        received: `"${region}"`,
        expected: expect.stringMatching(/another partition, because Telegram cannot be reached from there/),
      }),
    ]);
    expect(() => partitionOf(region)).toThrow(UserError);
    expect(() => arnIn(region)).toThrow(/Telegram/);
  });

  it.each([
    ["us-gov-west-1", { monthlyBudgetUsd: 5 }, ["monthlyBudgetUsd"]],
    ["us-gov-west-1", {}, []],
    ["us-west-1", { monthlyBudgetUsd: 5 }, []],
  ])("in %s with %j rejects the keys %j", (region, keys, names) => {
    expect(faultsOf({ region, ...keys }).map(({ name }) => name)).toEqual(names);
  });
});

function faultsOf(keys: object) {
  const lookup = lookUpSettings({ directory: settingsFolder({ ...smallest, ...keys }), environment: {} });
  return "faults" in lookup ? lookup.faults : [];
}
