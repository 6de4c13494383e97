import { type LocalSite, serveLocally } from "../../../checks/harness/serve-locally";
import { identityKeyOf } from "../../../cli/identity/identity-key";
import { readSettings } from "../../../settings/settings";
import { settingsFolder, smallest } from "../../settings/settings-folder";

const keyAt = (http: string) =>
  identityKeyOf(readSettings({ directory: settingsFolder(smallest), environment: {} }), {
    stage: "dev",
    channelName: "kite-demo",
    http,
    rotate: false,
    meant: false,
  });

describe("kite identity-key --http", () => {
  let site: LocalSite;
  let answer: string;
  const asked: string[] = [];
  beforeAll(async () => {
    site = await serveLocally(({ url = "" }, response) => {
      asked.push(url);
      response.end(answer);
    });
  });
  afterAll(() => site.close());

  it.each([
    ["something else answers", "<!doctype html>"],
    ["a run without these endpoints answers", "{}"],
    ["the endpoints are not URLs", '{"dynamodbEndpoint":"x","servicesEndpoint":"y"}'],
  ])("reports how to start the local run when %s", async (_, text) => {
    answer = text;

    await expect(keyAt(`${site.url}/dev`)).rejects.toThrow(
      `No local run answers at ${site.url}/playground/services: status 200. Start it with "npm start"`,
    );
    expect(asked.at(-1)).toBe("/playground/services");
  });

  it("reports how to start the local run when nothing listens", async () => {
    await expect(keyAt("http://127.0.0.1:1")).rejects.toThrow(
      'No local run answers at http://127.0.0.1:1/playground/services: nothing listens there. Start it with "npm start"',
    );
  });

  it("rejects a value that is not a URL", async () => {
    await expect(keyAt("localhost")).rejects.toThrow(/^--http: expected the URL .* received "localhost"/);
  });
});
