import { readSettings } from "../../settings/settings";
import { settingsFolder, smallest } from "./settings-folder";

const proxy = { domainName: "example.org", cloudflareProxy: true };

const deploymentOf = (file: object, environment: Record<string, string> = {}) =>
  readSettings({ directory: settingsFolder({ ...smallest, ...file }), environment }).deployment;

describe("keys of a deployment file that require each other", () => {
  it.each([
    [
      "cloudflareProxy",
      { cloudflareProxy: true },
      /expected true or false: .*true requires a domainName.*received true, without a domainName/,
    ],
    [
      "budgetTag",
      { budgetTag: "app$kite" },
      /expected a cost allocation tag.*received a tag, without monthlyBudgetUsd/,
    ],
  ])("are rejected if %s is set alone", (key, file, message) => {
    const read = () => deploymentOf(file);

    expect(read).toThrow(new RegExp(`- ${key} \\(deployments/kite\\.json\\): ${message.source}`));
  });

  it("are accepted together", () => {
    const deployment = deploymentOf({ ...proxy, monthlyBudgetUsd: 20, budgetTag: "app$kite" });

    expect(deployment).toMatchObject({ ...proxy, monthlyBudgetUsd: 20, budgetTag: "app$kite" });
  });
});

describe("a sandbox", () => {
  it("has no domain, because a domain name belongs to one deployment", () => {
    const deployment = deploymentOf(proxy, { KITE_SANDBOX: "ada" });

    expect(deployment).toMatchObject({ domainName: undefined, cloudflareProxy: false });
  });
});
