import { domainSecrets } from "../../../cli/secrets/domain-secrets";
import { readSettings } from "../../../settings/settings";
import { settingsFolder, smallest } from "../../settings/settings-folder";

const cloudflareToken = { CLOUDFLARE_API_TOKEN: "a-made-up-token" };
const handed = { ...cloudflareToken, TF_VAR_CLOUDFLARE_API_TOKEN: cloudflareToken.CLOUDFLARE_API_TOKEN };
const secret = { CLOUDFLARE_PROXY_SECRET: "0123456789abcdef0123456789abcdef" };
const named = { domainName: "example.org" };
const proxied = { ...named, cloudflareProxy: true };

function secretsOf(file: object, environment: Record<string, string>) {
  return domainSecrets(readSettings({ directory: settingsFolder({ ...smallest, ...file }), environment }));
}

describe("domainSecrets", () => {
  it.each([
    ["no variables without a domain", {}, {}, {}],
    [
      "the token without a domain, so that Terraform can delete a former domain",
      {},
      { ...cloudflareToken, ...secret },
      handed,
    ],
    ["the token with a domain", named, { ...cloudflareToken, ...secret }, handed],
    [
      "the token and the secret with a proxy",
      proxied,
      { ...cloudflareToken, ...secret },
      { ...handed, TF_VAR_CLOUDFLARE_PROXY_SECRET: secret.CLOUDFLARE_PROXY_SECRET },
    ],
  ])("returns %s", (_case, file, environment, expected) => {
    const secrets = secretsOf(file, environment as Record<string, string>);

    expect(secrets).toEqual(expected);
  });

  it.each([
    ["a domain without a token", named, secret, ["CLOUDFLARE_API_TOKEN"]],
    ["a proxy without a secret", proxied, cloudflareToken, ["CLOUDFLARE_PROXY_SECRET"]],
    ["a proxy without either", proxied, {}, ["CLOUDFLARE_API_TOKEN", "CLOUDFLARE_PROXY_SECRET"]],
  ])("rejects %s", (_case, file, environment, expected) => {
    const read = () => secretsOf(file, environment as Record<string, string>);

    expect(read).toThrow(new RegExp(expected.map((name) => `- ${name}: `).join("[^]*")));
    expect(read).toThrow(/The domain example\.org/);
  });
});
