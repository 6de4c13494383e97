import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { S3StandIn } from "./s3-stand-in";

/** Represents a received request, without its signature. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/** Response of a function, or `undefined` if the function does not exist. */
export type StandInFunction = { readonly payload: unknown; readonly error?: "Unhandled" } | undefined;

/** Replaces STS, Lambda, CodeBuild, the parameter store and S3. Records requests and returns configured responses. */
export class AwsStandIn {
  readonly seen: SeenRequest[] = [];
  readonly s3 = new S3StandIn();
  account = "123456789012";
  function: StandInFunction = undefined;
  /** Environment in the configuration of every function, or `undefined` if no function exists. */
  functionEnvironment: Readonly<Record<string, string>> | undefined = undefined;
  /** Names of the existing parameters. */
  parameters: readonly string[] = [];
  /** Types of servers for which CodeBuild has a credential, such as `GITHUB`. */
  credentials: readonly string[] = [];
  /** Error with which CodeBuild rejects requests and quotes them, or `undefined` if it accepts them. */
  codeBuildRefuses: string | undefined = undefined;

  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<AwsStandIn> {
    const server = createServer();
    const standIn = new AwsStandIn(server);
    server.on("request", (request, response) => void standIn.#answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return standIn;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Environment variables with which a command uses this server in place of AWS. */
  get environment(): Readonly<Record<string, string>> {
    return { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test", AWS_ENDPOINT_URL: this.url };
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = "";
    for await (const part of request) {
      body += String(part);
    }
    const { method = "", url: path = "" } = request;
    this.seen.push({ method, path, body });
    const target = String(request.headers["x-amz-target"] ?? "");
    if (target.startsWith("CodeBuild_20161006.")) {
      this.#answerCodeBuild(target.replace("CodeBuild_20161006.", ""), body, response);
    } else if (target === "AmazonSSM.GetParameter") {
      this.#answerParameter(body, response);
    } else if (body.includes("Action=GetCallerIdentity")) {
      const xml = `<GetCallerIdentityResponse><GetCallerIdentityResult><Account>${this.account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
      response.writeHead(200, { "content-type": "text/xml" }).end(xml);
    } else if (/\/functions\/[^/]+\/configuration/.test(path)) {
      this.#answerConfiguration(response);
    } else if (path.includes("/invocations")) {
      this.#answerInvocation(response);
    } else {
      this.s3.answer(method, path, body, response, request.headers);
    }
  }

  #answerCodeBuild(action: string, body: string, response: ServerResponse): void {
    const status = this.codeBuildRefuses === undefined ? 200 : 400;
    response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
    if (this.codeBuildRefuses !== undefined) {
      response.end(JSON.stringify({ __type: this.codeBuildRefuses, message: `Refused: ${body}` }));
      return;
    }
    const {
      serverType = "",
      arn = "",
      projectName = "",
    } = JSON.parse(body) as Readonly<Partial<Record<"serverType" | "arn" | "projectName", string>>>;
    const arnOf = (server: string) =>
      `arn:aws:codebuild:eu-west-1:${this.account}:token/${server.toLowerCase()}`;
    if (action === "ImportSourceCredentials") {
      this.credentials = [...new Set([...this.credentials, serverType])];
      response.end(JSON.stringify({ arn: arnOf(serverType) }));
    } else if (action === "StartBuild") {
      response.end(JSON.stringify({ build: { id: `${projectName}:1` } }));
    } else if (action === "DeleteSourceCredentials") {
      this.credentials = this.credentials.filter((server) => arnOf(server) !== arn);
      response.end(JSON.stringify({ arn }));
    } else {
      const infos = this.credentials.map((server) => ({
        arn: arnOf(server),
        serverType: server,
        authType: "PERSONAL_ACCESS_TOKEN",
      }));
      response.end(JSON.stringify({ sourceCredentialsInfos: infos }));
    }
  }

  #answerParameter(body: string, response: ServerResponse): void {
    const { Name } = JSON.parse(body) as { Name: string };
    const known = this.parameters.includes(Name);
    response.writeHead(known ? 200 : 400, { "content-type": "application/x-amz-json-1.1" });
    response.end(
      JSON.stringify(known ? { Parameter: { Name, Value: "x" } } : { __type: "ParameterNotFound" }),
    );
  }

  #answerConfiguration(response: ServerResponse): void {
    if (this.functionEnvironment === undefined) {
      response.writeHead(404, { "x-amzn-errortype": "ResourceNotFoundException" }).end("{}");
    } else {
      response.writeHead(200).end(JSON.stringify({ Environment: { Variables: this.functionEnvironment } }));
    }
  }

  #answerInvocation(response: ServerResponse): void {
    if (this.function === undefined) {
      response.writeHead(404, { "x-amzn-errortype": "ResourceNotFoundException" }).end("{}");
    } else {
      const { payload, error } = this.function;
      response.writeHead(200, error && { "x-amz-function-error": error }).end(JSON.stringify(payload));
    }
  }
}
