import { smallest } from "../settings/settings-folder";
import { kiteStack } from "./kite";

const one = kiteStack();
const two = kiteStack({ prodStage: true });

describe("the stack kite", () => {
  it("has the stage dev, and the stage prod only if the deployment has it", () => {
    const stages = (stack: typeof one) => stack.all("aws_apigatewayv2_stage").map(({ name }) => name);

    expect(stages(one)).toEqual(["dev", "dev"]);
    expect(stages(two).sort()).toEqual(["dev", "dev", "prod", "prod"]);
  });

  it("shares the two APIs and the deployment between the stages", () => {
    const counts = ["aws_apigatewayv2_api", "aws_apigatewayv2_deployment", "aws_apigatewayv2_route"].map(
      (type) => [one.all(type).length, two.all(type).length],
    );

    expect(counts).toEqual([
      [2, 2],
      [1, 1],
      [11, 11],
    ]);
  });

  it("does not change dev if prod is added", () => {
    const functionsOfDev = (stack: typeof one) =>
      stack.one("aws_lambda_function", { function_name: "dev-outbox" });

    expect(functionsOfDev(two)).toEqual(functionsOfDev(one));
  });

  it("names the functions after stage and role, and limits their timeouts to the timeouts of their callers", () => {
    const functions = two
      .all("aws_lambda_function")
      .map(({ function_name, timeout }) => [function_name, timeout]);

    expect(Object.fromEntries(functions as [string, number][])).toEqual({
      "dev-request-dispatcher": 29,
      "dev-outbox": 45,
      "dev-lifecycle-handler": 300,
      "dev-widget": 10,
      "prod-request-dispatcher": 29,
      "prod-outbox": 45,
      "prod-lifecycle-handler": 300,
      "prod-widget": 10,
    });
  });

  it("sets the dispatcher's variables as its contract documents them", () => {
    const { environment } = one.one("aws_lambda_function", { function_name: "dev-request-dispatcher" });

    expect(environment).toEqual({
      variables: {
        STAGE: "dev",
        POWERTOOLS_SERVICE_NAME: "request-dispatcher",
        POWERTOOLS_LOG_LEVEL: "INFO",
        POWERTOOLS_METRICS_NAMESPACE: "kite",
        TELEGRAM_API_ROOT: "https://api.telegram.org",
        TELEGRAM_BOT_TOKEN_PARAMETER: "/kite/dev/telegram-bot-token",
        CHANNELS_TABLE: expect.stringMatching(/^\$\{aws_dynamodb_table\.dev_Tables_Channels_\w+\.name\}$/),
        MEMBERS_TABLE: expect.stringMatching(/^\$\{aws_dynamodb_table\.dev_Tables_Members_\w+\.name\}$/),
        CONNECTIONS_TABLE: expect.stringMatching(
          /^\$\{aws_dynamodb_table\.dev_Tables_Connections_\w+\.name\}$/,
        ),
        MESSAGES_TABLE: expect.stringMatching(/^\$\{aws_dynamodb_table\.dev_Tables_Messages_\w+\.name\}$/),
        OUTBOX_QUEUE_URL: expect.stringMatching(/^\$\{aws_sqs_queue\.dev_Outbox_Queue_\w+\.url\}$/),
        FILES_BUCKET: expect.stringMatching(/^\$\{aws_s3_bucket\.dev_Files_Bucket_\w+\.bucket\}$/),
        WEBSOCKET_CALLBACK_URL: expect.stringMatching(
          /^https:\/\/\$\{aws_apigatewayv2_api\.WebSocketApi_\w+\.id\}\.execute-api\.eu-west-1\.amazonaws\.com\/dev$/,
        ),
        WEBSOCKET_URL: expect.stringMatching(
          /^\$\{aws_apigatewayv2_api\.WebSocketApi_\w+\.api_endpoint\}\/dev$/,
        ),
        HTTP_URL: expect.stringMatching(/^\$\{aws_apigatewayv2_api\.HttpApi_\w+\.api_endpoint\}\/dev$/),
        RETENTION_DAYS: "7",
        ORDER_WINDOW_SECONDS: "1",
        ALLOWED_ORIGINS: '["*"]',
        IDENTITY_SECRET_PARAMETER: "/kite/dev/identity-secret",
        FRAME_BURST: "20",
        FRAMES_PER_SECOND: "2",
        MESSAGES_PER_DAY: "1000",
      },
    });
  });

  it.each([
    [
      "dev-outbox",
      [
        "OUTBOX_QUEUE_URL",
        "UNDELIVERABLE_QUEUE_URL",
        "MESSAGES_PER_DAY",
        "FILES_BUCKET",
        "WEBSOCKET_CALLBACK_URL",
      ],
      ["ALLOWED_ORIGINS", "WEBHOOK_URL"],
    ],
    ["dev-lifecycle-handler", ["WEBHOOK_URL", "TELEGRAM_API_ROOT"], ["MEMBERS_TABLE", "OUTBOX_QUEUE_URL"]],
    [
      "dev-widget",
      ["WEBSOCKET_URL", "HTTP_URL", "FILES_ORIGIN"],
      ["TELEGRAM_BOT_TOKEN_PARAMETER", "MEMBERS_TABLE", "FILES_BUCKET", "IDENTITY_SECRET_PARAMETER"],
    ],
  ])("sets only the variables that %s needs", (name, present, absent) => {
    const { environment } = one.one("aws_lambda_function", { function_name: name });
    const variables = Object.keys((environment as { variables: object }).variables);

    expect(variables).toEqual(expect.arrayContaining(present));
    expect(variables.filter((variable) => absent.includes(variable))).toEqual([]);
  });

  it("creates a role for each function, and allows the lifecycle handler to read only the bot token", () => {
    const roles = one.all("aws_iam_role").map(({ name }) => name);
    const lifecycle = Object.entries(one.byId("aws_iam_role_policy")).find(([id]) =>
      id.includes("lifecycle"),
    )?.[1];
    const { Statement } = JSON.parse(String(lifecycle?.policy)) as {
      Statement: { Sid: string; Resource: unknown }[];
    };

    expect(roles.sort()).toEqual([
      "dev-lifecycle-handler-eu-west-1",
      "dev-outbox-eu-west-1",
      "dev-request-dispatcher-eu-west-1",
      "dev-widget-eu-west-1",
    ]);
    expect(Statement.map(({ Sid }) => Sid)).toEqual(["Logs", "Traces", "BotToken"]);
    expect(Statement[2]?.Resource).toEqual([
      `arn:aws:ssm:eu-west-1:${smallest.account}:parameter/kite/dev/telegram-bot-token`,
    ]);
  });

  it("allows the widget's function only to write its own logs and traces", () => {
    const widget = Object.entries(one.byId("aws_iam_role_policy")).find(([id]) =>
      id.startsWith("dev_widget_"),
    )?.[1];
    const { Statement } = JSON.parse(String(widget?.policy)) as { Statement: { Sid: string }[] };

    expect(Statement.map(({ Sid }) => Sid)).toEqual(["Logs", "Traces"]);
  });

  it("allows a stage to push only to its own connections", () => {
    const policies = JSON.stringify(two.all("aws_iam_role_policy"));
    const resources = [...policies.matchAll(/execution_arn\}\/([^"\\]+)/g)].map((match) => match[1]);

    expect([...new Set(resources)].sort()).toEqual([
      "dev/DELETE/@connections/*",
      "dev/POST/@connections/*",
      "prod/DELETE/@connections/*",
      "prod/POST/@connections/*",
    ]);
  });

  it("protects the data of prod from deletion, but not that of dev", () => {
    const tables = two.all("aws_dynamodb_table").map(({ name, deletion_protection_enabled }) => ({
      name: String(name),
      kept: deletion_protection_enabled === true,
    }));
    const buckets = two
      .all("aws_s3_bucket")
      .map(({ bucket_prefix, force_destroy }) => [bucket_prefix, force_destroy]);

    expect(
      tables
        .filter(({ kept }) => kept)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(["prod.Channels", "prod.Connections", "prod.Members", "prod.Messages"]);
    expect(buckets.sort()).toEqual([
      ["kite-dev-files-", true],
      ["kite-prod-files-", false],
    ]);
  });

  it("invokes the lifecycle handler with the webhook's URL after the URL can be reached", () => {
    const invocation = one.one("aws_lambda_invocation");

    expect(invocation).toMatchObject({
      lifecycle_scope: "CRUD",
      qualifier: expect.stringMatching(/^\$\{aws_lambda_alias\.dev_lifecycle-handler_Alias_\w+\.name\}$/),
      input: expect.stringMatching(
        /^\$\{jsonencode\(\{"webhookUrl" = "\$\{aws_apigatewayv2_api\.HttpApi_\w+\.api_endpoint\}\/dev\/tg"\}\)\}$/,
      ),
      depends_on: expect.arrayContaining([
        expect.stringMatching(/^aws_iam_role_policy\.dev_lifecycle-handler_/),
        expect.stringMatching(/^aws_cloudwatch_log_group\.dev_lifecycle-handler_/),
        expect.stringMatching(/^aws_apigatewayv2_stage\.dev_HttpStage_/),
        expect.stringMatching(/^aws_apigatewayv2_route\.HttpApi_POST-tg_/),
      ]),
    });
  });

  it("has outputs for the addresses of each stage", () => {
    const outputs = Object.keys(two.document.output as object);

    expect(outputs.sort()).toEqual([
      "devBotTokenParameter",
      "devFilesBucket",
      "devHttpUrl",
      "devWebSocketUrl",
      "devWebhookUrl",
      "prodBotTokenParameter",
      "prodFilesBucket",
      "prodHttpUrl",
      "prodWebSocketUrl",
      "prodWebhookUrl",
    ]);
  });

  it("tags all resources with app and stack, and a stage's resources with the stage", () => {
    const [provider] = (two.document.provider as { aws: { default_tags: unknown }[] }).aws;

    expect(provider?.default_tags).toEqual([{ tags: { app: "kite", stack: "kite" } }]);
    expect(two.one("aws_dynamodb_table", { name: "prod.Members" }).tags).toEqual({ stage: "prod" });
    expect(two.one("aws_apigatewayv2_api", { name: "kite-http" }).tags).toBeUndefined();
  });

  it("uses the app's name in names, paths and tags", () => {
    const stack = kiteStack({ app: "heron" });

    expect(stack.all("aws_apigatewayv2_api").map(({ name }) => name)).toEqual([
      "heron-http",
      "heron-websocket",
    ]);
    expect(stack.json).toContain("/heron/dev/telegram-bot-token");
    expect(stack.json).not.toContain("kite-");
  });

  it("sets the permissions boundary on every role if the deployment has one", () => {
    const permissionsBoundaryArn = "arn:aws:iam::123456789012:policy/bound";

    const stack = kiteStack({ permissionsBoundaryArn });

    expect(stack.all("aws_iam_role").map((role) => role.permissions_boundary)).toEqual([
      permissionsBoundaryArn,
      permissionsBoundaryArn,
      permissionsBoundaryArn,
      permissionsBoundaryArn,
    ]);
    expect(one.one("aws_iam_role", { name: "dev-outbox-eu-west-1" })).not.toHaveProperty(
      "permissions_boundary",
    );
  });
});
