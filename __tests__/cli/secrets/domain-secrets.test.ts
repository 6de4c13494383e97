import { domainSecrets } from "../../../cli/secrets/domain-secrets";
import { readSettings } from "../../../settings/settings";
import { SMALLEST, settingsFolder } from "../../settings/settings-folder";

const TOKEN = { CLOUDFLARE_API_TOKEN: "a-made-up-token" };
const HANDED = { ...TOKEN, TF_VAR_CLOUDFLARE_API_TOKEN: TOKEN.CLOUDFLARE_API_TOKEN };
const SECRET = { CLOUDFLARE_PROXY_SECRET: "0123456789abcdef0123456789abcdef" };
const NAMED = { domainName: "example.org" };
const PROXIED = { ...NAMED, cloudflareProxy: true };

function secretsOf(file: object, environment: Record<string, string>) {
  return domainSecrets(readSettings({ directory: settingsFolder({ ...SMALLEST, ...file }), environment }));
}

describe("what Terraform is told for a domain", () => {
  it.each([
    ["nothing without a domain", {}, {}, {}],
    ["the token that is there, to take a former domain away", {}, { ...TOKEN, ...SECRET }, HANDED],
    ["the token with a domain", NAMED, { ...TOKEN, ...SECRET }, HANDED],
    [
      "the token and the secret with a proxy",
      PROXIED,
      { ...TOKEN, ...SECRET },
      { ...HANDED, TF_VAR_CLOUDFLARE_PROXY_SECRET: SECRET.CLOUDFLARE_PROXY_SECRET },
    ],
  ])("is %s", (_case, file, environment, expected) => {
    const secrets = secretsOf(file, environment as Record<string, string>);

    expect(secrets).toEqual(expected);
  });

  it.each([
    ["a domain without a token", NAMED, SECRET, ["CLOUDFLARE_API_TOKEN"]],
    ["a proxy without a secret", PROXIED, TOKEN, ["CLOUDFLARE_PROXY_SECRET"]],
    ["a proxy without either", PROXIED, {}, ["CLOUDFLARE_API_TOKEN", "CLOUDFLARE_PROXY_SECRET"]],
  ])("is missed for %s", (_case, file, environment, expected) => {
    const read = () => secretsOf(file, environment as Record<string, string>);

    expect(read).toThrow(new RegExp(expected.map((name) => `- ${name}: wanted`).join("[^]*")));
    expect(read).toThrow(/The domain example\.org/);
  });
});
