import { stageFunctionUri } from "../../../constructs/gateway/integration-uri";
import { WebsocketApi, type WebsocketApiProps } from "../../../constructs/gateway/websocket-api";
import { type Synthesized, synthesized } from "../synthesized";

const someProps: WebsocketApiProps = {
  name: "chat",
  routeSelectionExpression: "$request.body.[0]",
  functionUri: stageFunctionUri({ region: "eu-west-1", account: "123456789012" }),
  routes: [
    { routeKey: "$connect", twoWay: false },
    { routeKey: "$default", twoWay: true },
  ],
  mockRoutes: [{ routeKey: "PING", answer: '["PONG"]' }],
};

function api(props: Partial<WebsocketApiProps> = {}): Synthesized {
  return synthesized((stack) => {
    new WebsocketApi(stack, "Api", { ...someProps, ...props });
  });
}

const triggerOf = (stack: Synthesized) => stack.one("aws_apigatewayv2_deployment").triggers;

describe("WebsocketApi", () => {
  it("selects the route by the first element of a frame", () => {
    const declared = api().one("aws_apigatewayv2_api");

    expect(declared).toEqual({
      name: "chat",
      protocol_type: "WEBSOCKET",
      route_selection_expression: "$request.body.[0]",
    });
  });

  it("invokes the function that a stage variable names, and escapes the variable for Terraform", () => {
    const integration = api().one("aws_apigatewayv2_integration", { integration_type: "AWS_PROXY" });

    expect(integration).toMatchObject({
      integration_method: "POST",
      integration_uri:
        "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:$${stageVariables.function}/invocations",
    });
  });

  it("creates a response and its selection expression for two-way routes only", () => {
    const stack = api();
    const routes = stack.byId("aws_apigatewayv2_route");
    const responses = stack.all("aws_apigatewayv2_route_response");
    const expressions = Object.values(routes).map((route) => [
      route.route_key,
      route.route_response_selection_expression,
    ]);

    expect(Object.fromEntries(expressions)).toEqual({
      $connect: undefined,
      $default: "$default",
      PING: "$default",
    });
    expect(responses.map((response) => response.route_response_key)).toEqual(["$default", "$default"]);
    expect(JSON.stringify(responses)).not.toContain("connect_Route");
  });

  it("responds to a mock route without a function", () => {
    const stack = api();

    expect(stack.one("aws_apigatewayv2_integration", { integration_type: "MOCK" })).toMatchObject({
      request_templates: { "200": '{"statusCode":200}' },
      template_selection_expression: "200",
    });
    expect(stack.one("aws_apigatewayv2_integration_response")).toMatchObject({
      integration_response_key: "$default",
      response_templates: { "200": '["PONG"]' },
      template_selection_expression: "200",
    });
  });

  it("creates a deployment after all its parts, and before the old deployment is deleted", () => {
    const stack = api();
    const { depends_on, lifecycle } = stack.one("aws_apigatewayv2_deployment");
    const parts = stack.types
      .filter((type) => !["aws_apigatewayv2_api", "aws_apigatewayv2_deployment"].includes(type))
      .flatMap((type) => Object.keys(stack.byId(type)).map((id) => `${type}.${id}`));

    expect([...(depends_on as string[])].sort()).toEqual(parts.sort());
    expect(lifecycle).toEqual({ create_before_destroy: true });
  });

  it("keeps the deployment if nothing changes", () => {
    const triggers = [triggerOf(api()), triggerOf(api())];

    expect(triggers[0]).toEqual(triggers[1]);
    expect(triggers[0]).toEqual({ redeployment: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  it.each<[string, Partial<WebsocketApiProps>]>([
    ["selection expression", { routeSelectionExpression: "$request.body.action" }],
    ["function", { functionUri: "arn:other" }],
    ["direction of a route", { routes: someProps.routes.map((route) => ({ ...route, twoWay: true })) }],
    ["list of routes", { routes: someProps.routes.slice(0, 1) }],
    ["key of a route", { mockRoutes: [{ routeKey: "PONG", answer: '["PONG"]' }] }],
    ["answer of a mock route", { mockRoutes: [{ routeKey: "PING", answer: '["PUNG"]' }] }],
  ])("creates a new deployment if the %s changes", (_part, change) => {
    const changed = triggerOf(api(change));

    expect(changed).not.toEqual(triggerOf(api()));
  });
});
