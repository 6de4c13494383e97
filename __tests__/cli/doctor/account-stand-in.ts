import type { IncomingMessage, ServerResponse } from "node:http";
import { type LocalSite, serveLocally } from "../../../checks/harness/serve-locally";
import { readSettings, type Settings } from "../../../settings/settings";
import { settingsFolder } from "../../settings/settings-folder";
import { IamStandIn } from "./iam-stand-in";

/** A quota in the lists of Service Quotas. */
interface Quota {
  readonly ServiceCode: string;
  readonly QuotaCode: string;
  readonly QuotaName: string;
  readonly Value: number;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

type Input = Readonly<Record<string, unknown>>;

/**
 * Replaces the services of an AWS account that `kite doctor` reads. It demands a signature, returns one entry a page, and
 * rejects each call that is in `denied`.
 */
export class AccountStandIn {
  /** Names of the received calls. */
  readonly calls: string[] = [];
  /** Actions that the caller may not do itself, such as `iam:GetRole`. */
  readonly denied = new Set<string>();
  /** Calls that get no answer. */
  readonly silent = new Set<string>();
  /** IAM and STS. */
  readonly iam = new IamStandIn();
  /** Values of parameters, by name. */
  readonly parameters = new Map<string, string>();
  credentials: readonly string[] = [];
  concurrency = 1000;
  quotas: readonly Quota[] = [];
  defaultQuotas: readonly Quota[] = [];
  /** Days of retention of log groups, by name. `undefined`: forever. */
  readonly logGroups = new Map<string, number | undefined>();
  /** Environment of every function. `undefined`: there is no function. */
  environment: Readonly<Record<string, string>> | undefined;
  /** Rows of the table of channels. */
  channels: readonly Readonly<Record<string, string>>[] = [];
  /** Last changes of the objects in the state bucket, by key. `undefined`: there is no bucket. */
  objects: ReadonlyMap<string, Date> | undefined = new Map();

  readonly #site: LocalSite;

  private constructor(site: LocalSite) {
    this.#site = site;
  }

  static async start(): Promise<AccountStandIn> {
    const site = await serveLocally((request, response) => self.#serve(request, response));
    const self = new AccountStandIn(site);
    return self;
  }

  get url(): string {
    return this.#site.url;
  }

  /** Returns the settings of a deployment in this account. */
  settings(deployment: object = {}, variables: Readonly<Record<string, string>> = {}): Settings {
    const directory = settingsFolder({
      account: "123456789012",
      region: "eu-west-1",
      app: "kite",
      gitRepositoryUrl: "https://github.com/acme/shop.git",
      ...deployment,
    });
    return readSettings({ directory, environment: { AWS_ENDPOINT_URL: this.url, ...variables } });
  }

  close(): Promise<void> {
    return this.#site.close();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = "";
    for await (const part of request) {
      body += String(part);
    }
    const { method = "", url = "" } = request;
    const target =
      String(request.headers["x-amz-target"] ?? "")
        .split(".")
        .at(-1) ?? "";
    if (!String(request.headers.authorization).startsWith("AWS4-HMAC-SHA256 ")) {
      this.calls.push("unsigned");
      response.writeHead(403).end(`{"__type":"MissingAuthenticationToken"}`);
    } else if (target !== "") {
      this.#json(response, target, JSON.parse(body));
    } else if (body.includes("Action=")) {
      this.#query(response, new URLSearchParams(body));
    } else if (url.includes("/functions/")) {
      this.#rest(response, "GetFunctionConfiguration", "lambda:GetFunctionConfiguration", () =>
        this.environment === undefined
          ? { status: 404, body: { __type: "ResourceNotFoundException", message: "no such function" } }
          : { status: 200, body: { Environment: { Variables: this.environment } } },
      );
    } else if (url.includes("/account-settings")) {
      this.#rest(response, "GetAccountSettings", "lambda:GetAccountSettings", () => ({
        status: 200,
        body: { AccountLimit: { ConcurrentExecutions: this.concurrency } },
      }));
    } else {
      this.#objects(response, method, new URL(url, this.url));
    }
  }

  #rest(response: ServerResponse, call: string, action: string, make: () => Answer): void {
    this.calls.push(call);
    if (this.silent.has(call)) {
      return;
    }
    const { status, body } = this.denied.has(action) ? deny(action) : make();
    const { __type: type = "" } = body as { readonly __type?: string };
    response.writeHead(status, { "content-type": "application/json", "x-amzn-errortype": type });
    response.end(JSON.stringify(body));
  }

  #json(response: ServerResponse, call: string, input: Input): void {
    const { action, run } = this.#jsonCalls[call] ?? {};
    if (action === undefined || run === undefined) {
      this.calls.push(call);
      response.writeHead(400).end(`{"__type":"UnknownOperationException"}`);
      return;
    }
    this.#rest(response, call, action, () => run(input));
  }

  readonly #jsonCalls: Readonly<Record<string, { readonly action: string; run(input: Input): Answer }>> = {
    DescribeParameters: {
      action: "ssm:DescribeParameters",
      run: (input) =>
        pageOf(
          [...this.parameters.keys()].map((Name) => ({ Name })),
          "Parameters",
          input,
        ),
    },
    GetParameter: {
      action: "ssm:GetParameter",
      run: ({ Name }) => {
        const Value = this.parameters.get(String(Name));
        return Value === undefined
          ? { status: 400, body: { __type: "ParameterNotFound", message: "none" } }
          : { status: 200, body: { Parameter: { Name, Value } } };
      },
    },
    ListSourceCredentials: {
      action: "codebuild:ListSourceCredentials",
      run: () => ({
        status: 200,
        body: {
          sourceCredentialsInfos: this.credentials.map((serverType) => ({ arn: "arn:x", serverType })),
        },
      }),
    },
    ListServiceQuotas: {
      action: "servicequotas:ListServiceQuotas",
      run: (input) =>
        pageOf(
          this.quotas.filter((it) => it.ServiceCode === input.ServiceCode),
          "Quotas",
          input,
        ),
    },
    ListAWSDefaultServiceQuotas: {
      action: "servicequotas:ListAWSDefaultServiceQuotas",
      run: (input) =>
        pageOf(
          this.defaultQuotas.filter((it) => it.ServiceCode === input.ServiceCode),
          "Quotas",
          input,
        ),
    },
    DescribeLogGroups: {
      action: "logs:DescribeLogGroups",
      run: (input) =>
        pageOf(
          [...this.logGroups]
            .filter(([name]) => name.startsWith(String(input.logGroupNamePrefix)))
            .map(([logGroupName, retentionInDays]) => ({ logGroupName, retentionInDays })),
          "logGroups",
          input,
        ),
    },
    Scan: {
      action: "dynamodb:Scan",
      // The policy allows only these attributes.
      run: ({ Select, ProjectionExpression }) =>
        Select === "SPECIFIC_ATTRIBUTES" && ProjectionExpression === "channelKey, channelName, hostChatId"
          ? { status: 200, body: { Items: this.channels.map(toItem) } }
          : deny("dynamodb:Scan"),
    },
  };

  #query(response: ServerResponse, input: URLSearchParams): void {
    const call = input.get("Action") ?? "";
    this.calls.push(call);
    if (!this.silent.has(call)) {
      const { status, xml } = this.iam.answer(call, input, this.denied.has(`iam:${call}`));
      response.writeHead(status, { "content-type": "text/xml" }).end(xml);
    }
  }

  #objects(response: ServerResponse, method: string, url: URL): void {
    this.calls.push(method === "HEAD" ? "HeadBucket" : "ListObjectsV2");
    if (this.denied.has("s3:ListBucket")) {
      response.writeHead(403).end(method === "HEAD" ? "" : "<Error><Code>AccessDenied</Code></Error>");
    } else if (this.objects === undefined) {
      response.writeHead(404).end(method === "HEAD" ? "" : "<Error><Code>NoSuchBucket</Code></Error>");
    } else {
      const keys = [...this.objects];
      const from = Number(url.searchParams.get("continuation-token") ?? 0);
      const contents = keys
        .slice(from, from + 1)
        .map(
          ([key, changed]) =>
            `<Contents><Key>${key}</Key><LastModified>${changed.toISOString()}</LastModified></Contents>`,
        );
      const rest =
        from + 1 < keys.length
          ? `<IsTruncated>true</IsTruncated><NextContinuationToken>${from + 1}</NextContinuationToken>`
          : "<IsTruncated>false</IsTruncated>";
      response
        .writeHead(200, { "content-type": "application/xml" })
        .end(method === "HEAD" ? "" : `<ListBucketResult>${contents.join("")}${rest}</ListBucketResult>`);
    }
  }
}

function deny(action: string): Answer {
  return {
    status: 400,
    body: { __type: "AccessDeniedException", message: `User is not authorized to perform: ${action}` },
  };
}

/** Returns a page with one entry, and an empty page first, as AWS may. */
function pageOf(entries: readonly unknown[], name: string, input: Input): Answer {
  const token = input.NextToken ?? input.nextToken;
  const tokenName = name === "logGroups" ? "nextToken" : "NextToken";
  const from = token === undefined ? -1 : Number(token);
  const next = from + 1 < entries.length ? { [tokenName]: String(from + 1) } : {};
  return { status: 200, body: { [name]: from < 0 ? [] : entries.slice(from, from + 1), ...next } };
}

function toItem(row: Readonly<Record<string, string>>) {
  return Object.fromEntries(Object.entries(row).map(([name, S]) => [name, { S }]));
}
