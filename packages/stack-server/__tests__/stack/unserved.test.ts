import { readStack, StackError } from "../../src/stack/read-stack";
import { context, writeStack } from "./synthesize";

const provider = { aws: [{ region: "eu-central-1" }] };

/** Creates a function in Terraform's JSON format with the given overrides. */
function lambda(over: Record<string, unknown> = {}) {
  return {
    function_name: "echo",
    filename: "code.zip",
    handler: "index.handler",
    runtime: "nodejs22.x",
    ...over,
  };
}

const api = { protocol_type: "WEBSOCKET", name: "sample" };
const uri = "${aws_lambda_function.echo.invoke_arn}";
const proxy = {
  api_id: "${aws_apigatewayv2_api.ws.id}",
  integration_type: "AWS_PROXY",
  integration_uri: uri,
};
const route = {
  api_id: "${aws_apigatewayv2_api.ws.id}",
  route_key: "$default",
  target: "integrations/${aws_apigatewayv2_integration.proxy.id}",
};
const stage = { api_id: "${aws_apigatewayv2_api.ws.id}", name: "dev" };
const queue = { name: "jobs", visibility_timeout_seconds: 30 };
const mapping = { event_source_arn: "${aws_sqs_queue.jobs.arn}", function_name: "echo" };

/** All resources above, in one stack. */
function resources(over: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    aws_lambda_function: { echo: lambda() },
    aws_apigatewayv2_api: { ws: api },
    aws_apigatewayv2_integration: { proxy },
    aws_apigatewayv2_route: { any: route },
    aws_apigatewayv2_stage: { dev: stage },
    aws_sqs_queue: { jobs: queue },
    aws_lambda_event_source_mapping: { jobs: mapping },
    ...over,
  };
}

function read(resource: Record<string, unknown>, rest: Record<string, unknown> = {}) {
  return readStack(writeStack({ provider, resource, ...rest }), context);
}

describe("a resource that is not served", () => {
  it("is not reported if it has no effect locally", () => {
    const resource = resources({
      aws_iam_role: { role: { name: "role" } },
      aws_cloudwatch_log_group: { log: { name: "/x" } },
      aws_lambda_permission: { allow: { action: "${not_even(read)}" } },
      cloudflare_record: { ws: { name: "ws" } },
    });

    const { unserved, functions } = read(resource);

    expect(unserved).toEqual([]);
    expect(functions).toHaveLength(1);
  });

  it.each([
    ["aws_s3_bucket_logging", "this bucket setting is not supported"],
    ["aws_cloudwatch_event_rule", "rules for events are not supported, only rules with a schedule"],
    ["aws_kinesis_stream", "the resource type aws_kinesis_stream is not supported"],
    ["random_pet", "the resource type random_pet is not supported"],
  ])("is reported: %s", (type, reason) => {
    const { unserved } = read(resources({ [type]: { it: {} } }));

    expect(unserved).toEqual([{ address: `${type}.it`, reason: expect.stringContaining(reason) }]);
  });

  it("may be a setting or a block; settings without an effect are not reported", () => {
    const { unserved } = read(
      resources({
        aws_lambda_function: {
          echo: lambda({ layers: ["arn"], vpc_config: [], dead_letter_config: null, tags: { a: "b" } }),
        },
        aws_apigatewayv2_stage: { dev: { ...stage, default_route_settings: [{ new_setting: 1 }] } },
        aws_lambda_event_source_mapping: { jobs: { ...mapping, filter_criteria: { filter: [] } } },
      }),
    );

    expect(unserved.map(({ address }) => address)).toEqual([
      "aws_lambda_function.echo.layers",
      "aws_apigatewayv2_stage.dev.default_route_settings.new_setting",
      "aws_lambda_event_source_mapping.jobs.filter_criteria",
    ]);
  });

  it("may have an unsupported expression, which is reported with address and attribute", () => {
    const lonely = lambda({ environment: { variables: { NET: "x-${cidrhost(var.net, 1)}" } } });

    const { functions, unserved } = read({ aws_lambda_function: { lonely } });

    expect(functions).toEqual([]);
    expect(unserved).toEqual([
      {
        address: "aws_lambda_function.lonely",
        reason: "`environment`: the function `cidrhost` is not supported (in `x-${cidrhost(var.net, 1)}`)",
      },
    ]);
  });

  it("may need a function whose code is in a bucket", () => {
    const elsewhere = { ...lambda(), filename: null, s3_bucket: "code", s3_key: "echo.zip" };

    const stack = read(resources({ aws_lambda_function: { echo: elsewhere } }));

    expect(stack.functions).toEqual([]);
    expect(stack.webSocketApis[0]?.routes).toEqual([]);
    expect(stack.eventSourceMappings).toEqual([]);
    expect(stack.unserved.map(({ address }) => address)).toEqual([
      "aws_lambda_function.echo",
      "aws_apigatewayv2_route.any",
      "aws_lambda_event_source_mapping.jobs",
    ]);
    expect(stack.unserved[1]?.reason).toContain("it needs aws_lambda_function.echo, which is not served");
  });

  it.each([
    ["an authorized route", { aws_apigatewayv2_route: { any: { ...route, authorization_type: "AWS_IAM" } } }],
    ["a route without a target", { aws_apigatewayv2_route: { any: { ...route, target: null } } }],
    ["a repeated route", { aws_apigatewayv2_route: { any: { ...route, count: 2 } } }],
  ])("may be %s", (_, over) => {
    const stack = read(resources(over));

    expect(stack.webSocketApis[0]?.routes).toEqual([]);
    expect(stack.unserved.map(({ address }) => address)).toEqual(["aws_apigatewayv2_route.any"]);
  });

  it("may be a module, an unknown data source, or an output that cannot be evaluated", () => {
    const { unserved, outputs } = read(
      {},
      {
        module: { vpc: { source: "./vpc" } },
        data: { aws_ami: { linux: {} }, aws_region: { here: {} } },
        output: { region: { value: "${data.aws_region.here.name}" }, vpc: { value: "${module.vpc.id}" } },
      },
    );

    expect(outputs).toEqual({ region: "eu-central-1" });
    expect(unserved.map(({ address }) => address)).toEqual(["output.vpc", "data.aws_ami.linux", "module"]);
  });
});

describe("an invalid stack", () => {
  it.each<[string, Record<string, unknown>, string]>([
    [
      "a route without an integration",
      { aws_apigatewayv2_route: { any: { ...route, target: "integrations/nothing" } } },
      "aws_apigatewayv2_route.any: its target `integrations/nothing` is not an integration of the stack",
    ],
    [
      "a route without an API",
      { aws_apigatewayv2_route: { any: { ...route, api_id: "nothing" } } },
      "aws_apigatewayv2_route.any: the stack has no API with the id `nothing`",
    ],
    [
      "two routes with one key",
      { aws_apigatewayv2_route: { any: route, twin: route } },
      "aws_apigatewayv2_route.twin: has the same route key as aws_apigatewayv2_route.any",
    ],
    [
      "two stages with one name",
      { aws_apigatewayv2_stage: { dev: stage, twin: stage } },
      "aws_apigatewayv2_stage.twin: has the same name as aws_apigatewayv2_stage.dev",
    ],
    [
      "an integration with a missing function",
      {
        aws_apigatewayv2_integration: {
          proxy: { ...proxy, integration_uri: "arn:aws:lambda:x:y:function:other" },
        },
      },
      "aws_apigatewayv2_integration.proxy: the stack has no function `arn:aws:lambda:x:y:function:other`",
    ],
    [
      "an integration with a missing alias",
      { aws_apigatewayv2_integration: { proxy: { ...proxy, integration_uri: "echo:live" } } },
      "aws_lambda_function.echo has no alias or version `live`. Expected one of: $LATEST",
    ],
    [
      "a stage without the variable that an integration needs",
      {
        aws_apigatewayv2_integration: {
          proxy: { ...proxy, integration_uri: "echo:$${stageVariables.alias}" },
        },
      },
      "aws_apigatewayv2_stage.dev: has no stage variable `alias`",
    ],
    [
      "a mapping to a missing function",
      { aws_lambda_event_source_mapping: { jobs: { ...mapping, function_name: "other" } } },
      "aws_lambda_event_source_mapping.jobs: the stack has no function `other`. Its functions: echo",
    ],
    [
      "a mapping of a missing queue",
      { aws_lambda_event_source_mapping: { jobs: { ...mapping, event_source_arn: "arn:aws:sqs:a:b:c" } } },
      "the stack has no queue `arn:aws:sqs:a:b:c`",
    ],
    [
      "a reference without a target",
      {
        aws_lambda_event_source_mapping: {
          jobs: { ...mapping, event_source_arn: "${aws_sqs_queue.no.arn}" },
        },
      },
      "aws_lambda_event_source_mapping.jobs: `event_source_arn`: the stack does not declare `aws_sqs_queue.no`",
    ],
    [
      "a queue with a visibility timeout below the function's timeout",
      { aws_lambda_function: { echo: lambda({ timeout: 31 }) } },
      "the visibility timeout of aws_sqs_queue.jobs (30 s) is shorter than the timeout of aws_lambda_function.echo (31 s)",
    ],
    [
      "a mapping with a maximum concurrency of one",
      {
        aws_lambda_event_source_mapping: { jobs: { ...mapping, scaling_config: { maximum_concurrency: 1 } } },
      },
      "aws_lambda_event_source_mapping.jobs: `maximum_concurrency` is 1, expected 2 to 1000",
    ],
    [
      "a missing dead-letter queue",
      {
        aws_sqs_queue: {
          jobs: { ...queue, redrive_policy: '{"deadLetterTargetArn":"arn:x","maxReceiveCount":"3"}' },
        },
      },
      "aws_sqs_queue.jobs: its dead-letter queue `arn:x` is not in the stack",
    ],
    [
      "a required function with an unsupported expression",
      { aws_lambda_function: { echo: lambda({ handler: '${abspath("x")}' }) } },
      "aws_lambda_function.echo: `handler`: the function `abspath` is not supported",
    ],
    [
      "values that refer to each other",
      {
        aws_sqs_queue: {
          jobs: { ...queue, name: "${aws_sqs_queue.two.name}" },
          two: { name: "${aws_sqs_queue.jobs.name}" },
        },
      },
      "refers to itself",
    ],
  ])("is rejected for %s", (_, over, message) => {
    const attempt = () => read(resources(over));

    expect(attempt).toThrow(StackError);
    expect(attempt).toThrow(message);
    expect(attempt).toThrow("cdk.tf.json");
  });

  it.each([
    ["not JSON", "{", "is not JSON. Synthesize the stack again"],
    ["not an object", "[]", "does not contain a JSON object"],
    ["without an object in a type", '{"resource":{"aws_sqs_queue":5}}', "must be a JSON object"],
    ["repeating a resource", '{"resource":{"aws_sqs_queue":{"a":[{},{}]}}}', "is declared more than once"],
  ])("is rejected if its file is %s", (_, content, message) => {
    const attempt = () => readStack(writeStack(content), context);

    expect(attempt).toThrow(StackError);
    expect(attempt).toThrow(message);
  });

  it("is rejected if its directory has no file", () => {
    const attempt = () => readStack("/nowhere", context);

    expect(attempt).toThrow(
      "/nowhere/cdk.tf.json: cannot be read. Synthesize the stack first, for example with `cdktf synth`",
    );
  });
});

describe("a topic", () => {
  const topics = { aws_sns_topic: { news: { name: "news" }, alarms: { name: "alarms" } } };

  it("is reported if a function refers to it, but not if it only receives alarms", () => {
    const variables = { NEWS: "${aws_sns_topic.news.arn}" };
    const directory = writeStack({
      provider,
      resource: { ...topics, aws_lambda_function: { echo: lambda({ environment: { variables } }) } },
    });

    const { unserved } = readStack(directory, context);

    expect(unserved.map(({ address }) => address)).toEqual(["aws_sns_topic.news"]);
  });
});
