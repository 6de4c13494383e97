import { assumed, awsBehavior, awsBehaviorOfMany, documented } from "../behaviors/aws-behavior";
import { connect, httpApi, type SampleGateway, stage, startGateway, webSocketApi } from "./sample-gateway";

const variablesPage = documented("apigateway/latest/developerguide/websocket-api-stages.html");
const throttlingPage = documented("apigateway/latest/developerguide/websocket-api-protect.html");

let sample: SampleGateway;

afterEach(() => sample.stop());

const fine = () => ({ statusCode: 200, body: "ok" });

awsBehavior(
  {
    subject: "Stages: variables and throttling",
    aws: "A stage variable in the URI of an integration can select a different function and alias for each stage.",
    source: variablesPage,
  },
  async () => {
    const uri =
      "arn:aws:lambda:eu-west-1:000000000000:function:${stageVariables.name}:${stageVariables.alias}";
    sample = await startGateway(
      {
        webSocketApis: [
          webSocketApi(
            { $connect: uri },
            {
              stages: [
                stage("beta", { stageVariables: { name: "one", alias: "live" } }),
                stage("gamma", { stageVariables: { name: "two", alias: "next" } }),
              ],
            },
          ),
        ],
      },
      {
        "arn:aws:lambda:eu-west-1:000000000000:function:one:live": () => ({ statusCode: 200 }),
        "arn:aws:lambda:eu-west-1:000000000000:function:two:next": () => ({ statusCode: 401 }),
      },
    );

    await connect(`ws://127.0.0.1:${sample.port}/beta`);
    await expect(connect(`ws://127.0.0.1:${sample.port}/gamma`)).rejects.toMatchObject({ statusCode: 401 });
  },
);

awsBehaviorOfMany(
  {
    subject: "Stages: variables and throttling",
    aws: "If a stage lacks a variable in the URI, the request fails with a 500.",
    source: assumed("the function cannot be determined, and such an error is a 500 elsewhere"),
  },
  () => {
    it("at $connect, and the log names the variable", async () => {
      sample = await startGateway({
        webSocketApis: [webSocketApi({ $connect: "${stageVariables.function}" })],
      });

      await expect(connect(`ws://127.0.0.1:${sample.port}/beta`)).rejects.toMatchObject({ statusCode: 500 });

      expect(sample.entries[0]?.message).toContain(
        "stage beta (aws_apigatewayv2_stage.beta) has no stage variable function",
      );
    });

    it("in an HTTP API, while another stage is served", async () => {
      const stages = [stage("beta", { stageVariables: { function: "one" } }), stage("gamma")];
      sample = await startGateway(
        { httpApis: [httpApi({ "GET /tg": "${stageVariables.function}" }, { stages })] },
        { one: fine },
      );

      const answers = await Promise.all(
        ["beta", "gamma"].map((name) => fetch(`http://127.0.0.1:${sample.port}/${name}/tg`)),
      );

      expect(answers.map(({ status }) => status)).toEqual([200, 500]);
      expect(sample.entries[0]?.message).toContain(
        "Route GET /tg of stage gamma failed: stage gamma (aws_apigatewayv2_stage.gamma) has no stage variable function",
      );
    });
  },
);

const throttled = (rateLimit: number, burstLimit: number) => ({
  stages: [stage("beta", { throttling: { rateLimit, burstLimit } })],
});

awsBehavior(
  {
    subject: "Stages: variables and throttling",
    aws: "Upgrades above the burst are rejected with a 429 until the bucket refills at its rate.",
    source: throttlingPage,
  },
  async () => {
    sample = await startGateway(
      { webSocketApis: [webSocketApi({ $connect: "app" }, throttled(1, 2))] },
      { app: fine },
    );
    const url = `ws://127.0.0.1:${sample.port}/beta`;
    await connect(url);
    await connect(url);

    await expect(connect(url)).rejects.toMatchObject({ statusCode: 429 });
    await sample.clock.advance(1000);
    await connect(url);

    expect(sample.seen).toHaveLength(3);
  },
);

awsBehavior(
  {
    subject: "Stages: variables and throttling",
    aws: "A message above the limits gets an error frame `Too Many Requests` and reaches no function.",
    source: assumed("a 429 is documented, and other errors on the socket have this form"),
  },
  async () => {
    sample = await startGateway(
      { webSocketApis: [webSocketApi({ $default: "app" }, throttled(2, 2))] },
      { app: fine },
    );
    const client = await connect(`ws://127.0.0.1:${sample.port}/beta`);
    client.socket.send("1");
    const first = await client.next();
    client.socket.send("2");
    const second = await client.next();
    await sample.clock.advance(500);
    client.socket.send("3");

    expect([first, await client.next()]).toEqual(["ok", "ok"]);
    expect(second).toMatch(
      /^\{"message": "Too Many Requests", "connectionId":"[\w-]{15}=", "requestId":"[\w-]{15}="\}$/,
    );
    expect(sample.seen).toHaveLength(2);
  },
);

/** A stage with limits, and with separate limits for a route. */
const routeThrottled = (routeKey: string, burstLimit: number) => ({
  stages: [
    stage("beta", {
      throttling: { rateLimit: 1, burstLimit: 2 },
      routeThrottling: { [routeKey]: { rateLimit: 1, burstLimit } },
    }),
  ],
});

awsBehavior(
  {
    subject: "Stages: variables and throttling",
    aws: "Route settings give a route separate limits, which it does not share with the stage's other routes.",
    source: throttlingPage,
  },
  async () => {
    const api = webSocketApi({ PING: "app", $default: "app" }, routeThrottled("PING", 3));
    sample = await startGateway({ webSocketApis: [api] }, { app: fine });
    const client = await connect(`ws://127.0.0.1:${sample.port}/beta`);
    const ask = async (text: string) => {
      client.socket.send(text);
      return (await client.next()) === "ok";
    };
    const ping = '{"action":"PING"}';

    const pings = [await ask(ping), await ask(ping), await ask(ping), await ask(ping), await ask(ping)];
    // The connection used one of the stage's two tokens.
    const texts = [await ask("1"), await ask("2")];
    await sample.clock.advance(1000);
    const later = [await ask("3"), await ask("4"), await ask(ping), await ask(ping)];

    expect(pings).toEqual([true, true, true, false, false]);
    expect(texts).toEqual([true, false]);
    expect(later).toEqual([true, false, true, false]);
  },
);

awsBehavior(
  {
    subject: "Stages: variables and throttling",
    aws: "Route settings also give a route of an HTTP API separate limits, and a limit of 0 allows no request.",
    source: documented("apigateway/latest/developerguide/http-api-throttling.html"),
  },
  async () => {
    const api = httpApi({ "GET /tg": "app", "GET /files": "app" }, routeThrottled("GET /files", 0));
    sample = await startGateway({ httpApis: [api] }, { app: fine });
    const statusOf = async (path: string) =>
      (await fetch(`http://127.0.0.1:${sample.port}/beta${path}`)).status;

    const statuses = [await statusOf("/files"), await statusOf("/tg"), await statusOf("/tg")];

    expect(statuses).toEqual([429, 200, 200]);
  },
);

awsBehavior(
  {
    subject: "Stages: variables and throttling",
    aws: "HTTP requests above the limits get a 429 and `Too Many Requests`.",
    source: documented("apigateway/latest/developerguide/http-api-throttling.html"),
  },
  async () => {
    sample = await startGateway(
      { httpApis: [httpApi({ "GET /tg": "app" }, throttled(1, 1))] },
      { app: fine },
    );
    const url = `http://127.0.0.1:${sample.port}/beta/tg`;
    await fetch(url);

    const answer = await fetch(url);

    expect([answer.status, await answer.json()]).toEqual([429, { message: "Too Many Requests" }]);
    expect(sample.seen).toHaveLength(1);
  },
);

awsBehavior(
  {
    subject: "Stages: variables and throttling",
    aws: "Account limits apply in addition to those of a stage: 10,000 requests per second for all APIs in a region.",
    source: documented("apigateway/latest/developerguide/limits.html"),
    here: "Only limits that the stack declares apply.",
  },
  async () => {
    sample = await startGateway(
      { webSocketApis: [webSocketApi({ $connect: "app" })], httpApis: [httpApi({ "GET /tg": "app" })] },
      { app: fine },
    );

    const answers = await Promise.all(
      Array.from({ length: 100 }, () => fetch(`http://127.0.0.1:${sample.port}/beta/tg`)),
    );

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  },
);
