import { assumed, awsBehavior, awsBehaviorOfMany, documented } from "../behaviors/aws-behavior";
import { httpApi, type SampleGateway, stage, startGateway } from "./sample-gateway";

const routesPage = documented("apigateway/latest/developerguide/http-api-develop-routes.html");
const order = documented(
  "apigateway/latest/developerguide/http-api-develop-routes.html#http-api-develop-routes.evaluation",
);

let sample: SampleGateway;

afterEach(() => sample.stop());

const ok = () => ({ statusCode: 200, body: "ok" });

async function start(routes: Record<string, string>, rest: Parameters<typeof httpApi>[1] = {}) {
  sample = await startGateway(
    { httpApis: [httpApi(routes, rest)] },
    Object.fromEntries(Object.values(routes).map((name) => [name, ok])),
  );
  return `http://127.0.0.1:${sample.port}`;
}

const routes = {
  "GET /pets/dog/1": "exact",
  "GET /pets/dog/{id}": "variable",
  "ANY /pets/dog/{id}": "any",
  "GET /pets/{proxy+}": "greedy",
  "ANY /{proxy+}": "all",
  "GET /": "root",
  $default: "fallback",
};

type Case = readonly [method: string, path: string, name: string, parameters?: object];

function chooses(cases: readonly Case[]): void {
  const named = cases.map(([method, path, name, parameters]) => ({ method, path, name, parameters }));
  it.each(named)("$method $path is served by $name", async ({ method, path, name, parameters }) => {
    const url = await start(routes);

    const answer = await fetch(url + path, { method });

    expect(answer.status).toBe(200);
    expect(sample.seen[0]?.name).toBe(name);
    expect(sample.seen[0]?.event.pathParameters).toEqual(parameters);
  });
}

awsBehaviorOfMany(
  {
    subject: "HTTP API: route selection",
    aws: "The most specific route is selected: a full match, then `{proxy+}`, then `$default`; a named method before `ANY`.",
    source: order,
  },
  () =>
    chooses([
      ["GET", "/beta/pets/dog/1", "exact"],
      ["GET", "/beta/pets/dog/2", "variable", { id: "2" }],
      ["POST", "/beta/pets/dog/1", "any", { id: "1" }],
      ["GET", "/beta/pets/cat/1", "greedy", { proxy: "cat/1" }],
      ["PUT", "/beta/pets/cat/1", "all", { proxy: "pets/cat/1" }],
      ["GET", "/beta/__proto__", "all", { proxy: "__proto__" }],
      ["GET", "/beta/", "root"],
      ["POST", "/beta/", "fallback"],
    ]),
);

awsBehaviorOfMany(
  {
    subject: "HTTP API: route selection",
    aws: "`/dog/` and `/dog` are different paths, but `/<stage>/` and `/<stage>` are the same path.",
    source: assumed("routers in functions distinguish the two paths in their events"),
  },
  () =>
    chooses([
      ["GET", "/beta/pets/dog/", "greedy", { proxy: "dog/" }],
      ["GET", "/beta", "root"],
    ]),
);

awsBehaviorOfMany(
  {
    subject: "HTTP API: route selection",
    aws: "A path parameter is decoded, and an encoded slash does not end its segment.",
    source: assumed("the other parts of the event are decoded"),
  },
  () => chooses([["GET", "/beta/pets/dog/a%20b%2Fc", "variable", { id: "a b/c" }]]),
);

awsBehaviorOfMany(
  {
    subject: "HTTP API: route selection",
    aws: 'A request that matches no route gets a 404 and `{"message":"Not Found"}`.',
    source: routesPage,
  },
  () => {
    it.each([
      ["GET", "/beta/tg/more"],
      ["GET", "/beta/tg/"],
      ["PUT", "/beta/tg"],
      ["GET", "/beta"],
    ])("for %s %s", async (method, path) => {
      const url = await start({ "GET /tg": "app", "POST /tg": "app" });

      const answer = await fetch(url + path, { method });

      expect([answer.status, await answer.json()]).toEqual([404, { message: "Not Found" }]);
      expect(sample.seen).toEqual([]);
    });
  },
);

awsBehavior(
  {
    subject: "HTTP API: route selection",
    aws: "The stage `$default` is served at the root of the API, and every other stage below its name.",
    source: documented("apigateway/latest/developerguide/http-api-stages.html"),
  },
  async () => {
    const url = await start({ "GET /tg": "app" }, { stages: [stage("$default"), stage("beta")] });

    await fetch(`${url}/tg`);
    await fetch(`${url}/beta/tg`);

    expect(sample.seen.map(({ event }) => event)).toMatchObject([
      { rawPath: "/tg", routeKey: "GET /tg", requestContext: { stage: "$default" } },
      { rawPath: "/beta/tg", routeKey: "GET /tg", requestContext: { stage: "beta" } },
    ]);
  },
);

awsBehavior(
  {
    subject: "HTTP API: route selection",
    aws: 'A request to an unknown stage gets a 404 and `{"message":"Not Found"}`.',
    source: routesPage,
    here: "Buckets and the `handleRequest` option get the paths that belong to no stage.",
  },
  async () => {
    const url = await start({ $default: "app" });

    const answer = await fetch(`${url}/other`);

    expect([answer.status, await answer.text()]).toEqual([404, "nobody"]);
  },
);
