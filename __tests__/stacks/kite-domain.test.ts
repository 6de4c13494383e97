import { headerOfProxy } from "../../constructs/domain/edge-proxy";
import { proxyHeader } from "../../lambda-src/ingress/ingress";
import { kiteStack } from "./kite";

const domainFile = { prodStage: true, domainName: "example.org" };
const without = kiteStack({ prodStage: true });
const named = kiteStack(domainFile);
const proxied = kiteStack({ ...domainFile, cloudflareProxy: true });

const zone = "${data.cloudflare_zone.Domain_Zone_";
const variables = (stack: typeof named, name: string) =>
  (
    stack.one("aws_lambda_function", { function_name: name }).environment as {
      variables: Readonly<Record<string, string>>;
    }
  ).variables;

describe("a deployment without a domain", () => {
  it("has no Cloudflare resource, no certificate, no mapping and no secret", () => {
    expect(without.types.filter((type) => /cloudflare|acm|domain|api_mapping|ssm/.test(type))).toEqual([]);
    expect(without.json).not.toContain("cloudflare");
    expect(without.document.variable).toBeUndefined();
  });

  it("is served at the addresses of API Gateway, and accepts every Host header", () => {
    expect(without.one("aws_apigatewayv2_api", { name: "kite-http" })).toMatchObject({
      disable_execute_api_endpoint: false,
    });
    expect(Object.keys(variables(without, "dev-request-dispatcher"))).not.toContain("WEBSOCKET_HOST");
  });
});

describe("a deployment with a domain", () => {
  it("finds the zone by its name, with a token that is stored nowhere", () => {
    const { data, provider } = named.document as {
      data: { cloudflare_zone: Record<string, { filter: object }> };
      provider: { cloudflare: unknown };
    };

    expect(Object.values(data.cloudflare_zone).map(({ filter }) => filter)).toEqual([
      { name: "example.org" },
    ]);
    expect(provider.cloudflare).toEqual([
      { api_token: '${var.CLOUDFLARE_API_TOKEN == "" ? null : var.CLOUDFLARE_API_TOKEN}' },
    ]);
    expect(named.document.variable).toEqual({
      CLOUDFLARE_API_TOKEN: expect.objectContaining({ sensitive: true, ephemeral: true, default: null }),
    });
  });

  it("has one certificate for the apex and all names below it", () => {
    expect(named.one("aws_acm_certificate")).toMatchObject({
      domain_name: "example.org",
      subject_alternative_names: ["*.example.org"],
      validation_method: "DNS",
      lifecycle: { create_before_destroy: true },
    });
  });

  it("creates one DNS record to validate the certificate, without trailing dots", () => {
    const [id, proof] =
      Object.entries(named.byId("cloudflare_dns_record")).find(([key]) => key.includes("Proof")) ?? [];
    const option = (attribute: string) =>
      expect.stringMatching(
        new RegExp(
          `^\\$\\{trimsuffix\\(tolist\\(aws_acm_certificate\\.\\w+\\.domain_validation_options\\)\\.0\\.${attribute}, "\\."\\)\\}$`,
        ),
      );

    expect(proof).toMatchObject({
      zone_id: expect.stringContaining(zone),
      type: "CNAME",
      name: option("resource_record_name"),
      content: option("resource_record_value"),
      ttl: 1,
      proxied: false,
    });
    expect(named.one("aws_acm_certificate_validation").validation_record_fqdns).toEqual([
      `\${cloudflare_dns_record.${id}.name}`,
    ]);
  });

  it.each([
    ["ws.example.org", "Domain_WebSocket"],
    ["api.example.org", "Domain_Http"],
  ])("serves %s with the validated certificate, TLS 1.2 and a DNS record", (host, place) => {
    const validated = /^\$\{aws_acm_certificate_validation\.\w+\.certificate_arn\}$/;
    const target = new RegExp(
      `^\\$\\{aws_apigatewayv2_domain_name\\.${place}_\\w+\\.domain_name_configuration\\[0\\]\\.target_domain_name\\}$`,
    );

    expect(
      named.one("aws_apigatewayv2_domain_name", { domain_name: host }).domain_name_configuration,
    ).toEqual({
      certificate_arn: expect.stringMatching(validated),
      endpoint_type: "REGIONAL",
      security_policy: "TLS_1_2",
    });
    expect(named.one("cloudflare_dns_record", { name: host })).toMatchObject({
      type: "CNAME",
      content: expect.stringMatching(target),
      ttl: 1,
      proxied: false,
    });
  });

  it("maps both stages of both APIs to paths with the stages' names", () => {
    const mappings = named
      .all("aws_apigatewayv2_api_mapping")
      .map(({ stage, api_mapping_key, domain_name }) => {
        const place = String(stage).match(/aws_apigatewayv2_stage\.(\w+?)_(WebSocket|Http)Stage/);
        const domain = String(domain_name).match(/Domain_(WebSocket|Http)_/)?.[1];
        return [place?.[1], place?.[2], domain, api_mapping_key === stage];
      });

    expect(mappings.sort()).toEqual([
      ["dev", "Http", "Http", true],
      ["dev", "WebSocket", "WebSocket", true],
      ["prod", "Http", "Http", true],
      ["prod", "WebSocket", "WebSocket", true],
    ]);
  });

  it("disables the HTTP API's default address, and keeps the WebSocket API's default address for pushes", () => {
    expect(named.one("aws_apigatewayv2_api", { name: "kite-http" }).disable_execute_api_endpoint).toBe(true);
    expect(named.one("aws_apigatewayv2_api", { name: "kite-websocket" })).not.toHaveProperty(
      "disable_execute_api_endpoint",
    );
  });

  it("passes the domain's addresses to functions and outputs, but sends pushes to the API's default address", () => {
    const { output } = named.document as { output: Record<string, { value: string }> };

    expect(variables(named, "dev-request-dispatcher")).toMatchObject({
      WEBSOCKET_URL: "wss://ws.example.org/dev",
      WEBSOCKET_HOST: "ws.example.org",
      HTTP_URL: "https://api.example.org/dev",
      WEBSOCKET_CALLBACK_URL: expect.stringMatching(
        /^https:\/\/\$\{aws_apigatewayv2_api\.WebSocketApi_\w+\.id\}\.execute-api\.eu-west-1\.amazonaws\.com\/dev$/,
      ),
    });
    expect(variables(named, "prod-lifecycle-handler").WEBHOOK_URL).toBe("https://api.example.org/prod/tg");
    expect([output.devWebSocketUrl?.value, output.prodHttpUrl?.value, output.devWebhookUrl?.value]).toEqual([
      "wss://ws.example.org/dev",
      "https://api.example.org/prod",
      "https://api.example.org/dev/tg",
    ]);
  });

  it("sets the webhook after the mapping and the DNS record exist, with a timeout of 5 minutes", () => {
    const invocation = named
      .all("aws_lambda_invocation")
      .find(({ input }) => String(input).includes("https://api.example.org/dev/tg"));

    expect(invocation?.depends_on).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^aws_apigatewayv2_api_mapping\.dev_HttpMapping/),
        expect.stringMatching(/^cloudflare_dns_record\.Domain_Http_Cname/),
        expect.stringMatching(/^aws_apigatewayv2_stage\.dev_HttpStage/),
      ]),
    );
    expect(named.one("aws_lambda_function", { function_name: "dev-lifecycle-handler" }).timeout).toBe(300);
  });

  it("has no proxy and no proxy secret by default", () => {
    expect(named.all("cloudflare_ruleset")).toEqual([]);
    expect(named.document.variable).not.toHaveProperty("CLOUDFLARE_PROXY_SECRET");
    expect(Object.keys(variables(named, "dev-request-dispatcher"))).not.toContain("PROXY_SECRET_PARAMETER");
  });
});

describe("the Cloudflare proxy", () => {
  interface Rule {
    readonly action: string;
    readonly expression: string;
    readonly enabled: boolean;
    readonly ratelimit?: object;
    readonly action_parameters?: { readonly headers?: object; readonly ssl?: string; readonly id?: string };
  }
  const rulesOf = (stack: typeof proxied, phase: string) =>
    stack.one("cloudflare_ruleset", { phase }).rules as readonly Rule[];

  it("is enabled for the two hosts, but not for the validation record", () => {
    const records = proxied
      .all("cloudflare_dns_record")
      .map(({ name, proxied: on }) => [String(name)[0], on]);

    expect(records.sort()).toEqual([
      ["$", false],
      ["a", true],
      ["w", true],
    ]);
  });

  it("limits the requests of each IP address, except requests to the webhooks", () => {
    const [rule] = rulesOf(proxied, "http_ratelimit");

    expect(rule).toMatchObject({
      action: "block",
      enabled: true,
      ratelimit: {
        characteristics: ["ip.src", "cf.colo.id"],
        period: 10,
        requests_per_period: 100,
        mitigation_timeout: 10,
      },
    });
    expect(rule?.expression).toBe(
      'http.host in {"ws.example.org" "api.example.org"} and not http.request.uri.path in {"/dev/tg" "/prod/tg"}',
    );
  });

  it("blocks paths that the APIs do not have, but never the webhooks", () => {
    const [rule] = rulesOf(proxied, "http_request_firewall_custom");
    const begins = (...prefixes: string[]) =>
      prefixes.map((prefix) => `starts_with(http.request.uri.path, "${prefix}")`).join(" or ");

    expect(rule?.action).toBe("block");
    expect(rule?.expression).toBe(
      '(http.host eq "ws.example.org" and not http.request.uri.path in {"/dev" "/dev/" "/prod" "/prod/"}) or ' +
        '(http.host eq "api.example.org" and not http.request.uri.path in {"/dev/tg" "/prod/tg"} and not ' +
        'http.request.uri.path in {"/dev/widget.js" "/dev/widget.json" "/prod/widget.js" "/prod/widget.json"} and not ' +
        `(${begins("/dev/files/", "/dev/widget-", "/dev/chat/", "/prod/files/", "/prod/widget-", "/prod/chat/")}))`,
    );
  });

  it("uses full (strict) TLS for the two hosts", () => {
    const rules = rulesOf(proxied, "http_config_settings");

    expect(rules[0]).toMatchObject({
      action: "set_config",
      action_parameters: { ssl: "strict" },
      expression: 'http.host in {"ws.example.org" "api.example.org"}',
    });
    expect(rules[1]?.expression).toContain('"/dev/tg"');
  });

  it("sends its secret in the header that the functions check", () => {
    const [rule] = rulesOf(proxied, "http_request_late_transform");

    expect(rule?.action_parameters?.headers).toEqual({
      [proxyHeader]: { operation: "set", value: "${var.CLOUDFLARE_PROXY_SECRET}" },
    });
    expect(headerOfProxy).toBe(proxyHeader);
  });

  it("gets the secret from a sensitive variable, and stores it in a parameter for the functions", () => {
    const { variable } = proxied.document as { variable: Record<string, object> };
    const dispatcher = variables(proxied, "dev-request-dispatcher");

    expect(variable).toMatchObject({
      CLOUDFLARE_PROXY_SECRET: expect.objectContaining({ sensitive: true, nullable: false }),
    });
    expect(variable.CLOUDFLARE_PROXY_SECRET).not.toHaveProperty("default");
    expect(proxied.one("aws_ssm_parameter")).toMatchObject({
      name: dispatcher.PROXY_SECRET_PARAMETER,
      type: "SecureString",
      value: "${var.CLOUDFLARE_PROXY_SECRET}",
    });
    expect(dispatcher.PROXY_SECRET_PARAMETER).toBe("/kite/proxy-secret");
  });

  it("allows only the dispatchers to read the secret", () => {
    const readers = Object.entries(proxied.byId("aws_iam_role_policy"))
      .filter(([, { policy }]) => String(policy).includes(":parameter/kite/proxy-secret"))
      .map(([id]) => id.replace(/_Policy_\w+$/, ""));

    expect(readers).toEqual(["dev_request-dispatcher", "prod_request-dispatcher"]);
  });

  it("honors the setting proxyManagedRules", () => {
    const stack = kiteStack({ ...domainFile, cloudflareProxy: true, proxyManagedRules: true });

    expect(rulesOf(stack, "http_request_firewall_managed")[0]).toMatchObject({
      action: "execute",
      action_parameters: { id: expect.stringMatching(/^[0-9a-f]{32}$/) },
      expression: expect.stringContaining("and not http.request.uri.path in"),
    });
    expect(proxied.all("cloudflare_ruleset").map(({ phase }) => phase)).not.toContain(
      "http_request_firewall_managed",
    );
  });
});
