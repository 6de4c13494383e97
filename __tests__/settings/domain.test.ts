import { readSettings } from "../../settings/settings";
import { SMALLEST, settingsFolder } from "./settings-folder";

function domainOf(file: object, environment = {}) {
  return readSettings({ directory: settingsFolder({ ...SMALLEST, ...file }), environment }).deployment.domain;
}

describe("the domain of a deployment", () => {
  it("is none unless it is named", () => {
    const domain = domainOf({});

    expect(domain).toBeUndefined();
  });

  it("is the zone's name, without a proxy", () => {
    const domain = domainOf({ domainName: "chat.example.org" });

    expect(domain).toEqual({ domainName: "chat.example.org", proxy: undefined });
  });

  it("has a proxy when it is wanted, with every default", () => {
    const domain = domainOf({ domainName: "example.org", cloudflareProxy: true });

    expect(domain?.proxy).toEqual({ requestsPerTenSeconds: 100, managedRules: false });
  });

  it("honors the settings of the proxy", () => {
    const domain = domainOf({
      domainName: "example.org",
      cloudflareProxy: true,
      proxyRequestsPerTenSeconds: 20,
      proxyManagedRules: true,
    });

    expect(domain?.proxy).toEqual({ requestsPerTenSeconds: 20, managedRules: true });
  });

  it("cannot be left out when a proxy is wanted", () => {
    const read = () => domainOf({ cloudflareProxy: true });

    expect(read).toThrow(/cloudflareProxy .*got true without a domainName; wanted true, with a domainName/);
  });

  it("is not that of a sandbox", () => {
    const domain = domainOf({ domainName: "example.org", cloudflareProxy: true }, { KITE_SANDBOX: "ada" });

    expect(domain).toBeUndefined();
  });
});
