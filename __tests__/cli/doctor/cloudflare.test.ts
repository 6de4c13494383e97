import { type LocalSite, serveLocally } from "../../../checks/harness/serve-locally";
import { runChecks } from "../../../cli/doctor/check";
import { cloudflareChecks } from "../../../cli/doctor/cloudflare-checks";
import { readSettings } from "../../../settings/settings";
import { settingsFolder, smallest } from "../../settings/settings-folder";

const token = "cf-secret-token";

/** Zones of the account. The API has those whose names equal the query. */
let zones: readonly object[];
/** Response to a request with the token, in place of the zones. */
let refusal: { readonly status: number; readonly body: string } | undefined;
let requests: number;
let site: LocalSite;
beforeEach(async () => {
  zones = [
    { name: "example.org", status: "active", paused: false, name_servers: ["a.example", "b.example"] },
  ];
  refusal = undefined;
  requests = 0;
  site = await serveLocally(({ url = "", headers }, response) => {
    requests++;
    const wrong = JSON.stringify({
      success: false,
      errors: [{ code: 9109, message: `Invalid access token ${headers.authorization}` }],
      result: null,
    });
    const known = url === "/zones?name=example.org" && headers.authorization === `Bearer ${token}`;
    const { status, body } = !known
      ? { status: 403, body: wrong }
      : (refusal ?? { status: 200, body: JSON.stringify({ success: true, errors: [], result: zones }) });
    response.writeHead(status, { "content-type": "application/json" }).end(body);
  });
});
afterEach(() => site.close());

const lines = async (
  variables: Readonly<Record<string, string>> = { CLOUDFLARE_API_TOKEN: token },
  api = site.url,
) => {
  const directory = settingsFolder({ ...smallest, domainName: "example.org" });
  const rows = await runChecks(cloudflareChecks(readSettings({ directory, environment: variables }), api));
  expect(JSON.stringify(rows)).not.toMatch(/secret/);
  return rows;
};

describe("the lines of Cloudflare", () => {
  it("are ok for a token that sees the active zone, with one request", async () => {
    expect(await lines()).toEqual([
      { check: "Cloudflare token", status: "ok", text: "Cloudflare accepts it" },
      { check: "Cloudflare zone", status: "ok", text: "example.org is active" },
    ]);
    expect(requests).toBe(1);
  });

  it("fail without a token, and make no request", async () => {
    const [tokenRow, zoneRow] = await lines({});

    expect(tokenRow).toMatchObject({
      status: "fail",
      text: "CLOUDFLARE_API_TOKEN is not set, and example.org needs it",
      fix: expect.stringMatching(/^set CLOUDFLARE_API_TOKEN in \.env\. Source: https:/),
    });
    expect(zoneRow).toMatchObject({ status: "skipped", text: "needs: Cloudflare token" });
    expect(requests).toBe(0);
  });

  it("fail for a token that Cloudflare rejects, and do not print it", async () => {
    const [row] = await lines({ CLOUDFLARE_API_TOKEN: "another-secret" });

    expect(row).toMatchObject({
      status: "fail",
      text: expect.stringMatching(
        /^Cloudflare rejected the token: status 403, 9109: Invalid access token Bearer \(token\)$/,
      ),
    });
  });

  it.each([
    ["an error page", { status: 502, body: "<html>" }, "Cloudflare rejected the token: status 502"],
    ["something else", { status: 200, body: "{}" }, "Cloudflare rejected the token: status 200"],
  ])("fail if Cloudflare answers with %s", async (_case, answer, text) => {
    refusal = answer;

    expect((await lines())[0]).toMatchObject({ status: "fail", text });
  });

  it("fail if Cloudflare cannot be reached", async () => {
    expect((await lines(undefined, "http://127.0.0.1:1"))[0]).toMatchObject({
      status: "fail",
      text: "Cloudflare cannot be reached",
    });
  });

  it.each<[string, readonly object[], string, string, string]>([
    [
      "fails if the token does not see the zone",
      [],
      "fail",
      "the token sees no zone example.org",
      "add example.org",
    ],
    [
      "fails for a zone whose name servers are not set",
      [{ name: "example.org", status: "pending", name_servers: ["a.example", "b.example"] }],
      "fail",
      "example.org is pending",
      "set its name servers to a.example and b.example at the registrar",
    ],
    [
      "warns about a paused zone",
      [{ name: "example.org", status: "active", paused: true }],
      "warn",
      "example.org is paused",
      "resume it",
    ],
  ])("%s", async (_case, found, status, text, fix) => {
    zones = found;

    expect((await lines())[1]).toMatchObject({
      status,
      text,
      fix: expect.stringMatching(new RegExp(`^${fix}`)),
    });
  });

  it("are skipped without a domain", async () => {
    const settings = readSettings({ directory: settingsFolder(), environment: {} });

    expect((await runChecks(cloudflareChecks(settings, site.url))).map(({ status }) => status)).toEqual([
      "skipped",
      "skipped",
    ]);
  });
});
