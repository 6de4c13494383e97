import { formatLogEntry, type LogEntry } from "../../src/log";
import { type LocalServer, serve } from "../../src/server";
import { writeStack } from "../stack/synthesize";

let server: LocalServer | undefined;
const entries: LogEntry[] = [];

afterEach(async () => {
  await server?.close();
  server = undefined;
  entries.length = 0;
});

const provider = { aws: [{ region: "eu-central-1" }] };

async function start(content: Record<string, unknown>): Promise<readonly string[]> {
  server = await serve({
    stackDirectory: writeStack({ provider, ...content }),
    port: 0,
    // There are no tables that need a database.
    dynamodbEndpoint: "http://127.0.0.1:1",
    log: (entry) => entries.push(entry),
  });
  return entries.map(formatLogEntry);
}

const lambda = {
  function_name: "echo",
  filename: "code.zip",
  handler: "index.handler",
  runtime: "nodejs22.x",
};

describe("a server at its start", () => {
  it("logs each resource that is not served, in one short line with the attribute and the expression", async () => {
    const lines = await start({
      resource: {
        aws_kinesis_stream: { clicks: { name: "clicks" } },
        aws_lambda_function_url: { echo: { function_name: "echo" } },
        aws_lambda_function: {
          echo: { ...lambda, environment: { variables: { NET: "${cidrhost(var.net, 1)}" } } },
        },
        aws_sqs_queue: { jobs: { name: "jobs", fair: true } },
      },
      data: { aws_ami: { linux: {} } },
      output: { vpc: { value: "${module.vpc.id}" } },
    });

    expect(lines).toEqual([
      expect.stringMatching(
        /^WARN +\[stack\] aws_lambda_function\.echo is not served: `environment`: .*cidrhost/,
      ),
      expect.stringMatching(/^WARN +\[stack\] aws_sqs_queue\.jobs\.fair is not served: /),
      expect.stringMatching(/^WARN +\[stack\] output\.vpc is not served: /),
      expect.stringMatching(/^WARN +\[stack\] aws_kinesis_stream\.clicks is not served: .* is not supported/),
      expect.stringMatching(/^WARN +\[stack\] aws_lambda_function_url\.echo is not served: function URLs/),
      expect.stringMatching(/^WARN +\[stack\] data\.aws_ami\.linux is not served: /),
    ]);
    expect(lines.filter((line) => line.length > 200)).toEqual([]);
  });

  it("does not log resources that have no effect locally", async () => {
    const lines = await start({
      resource: {
        aws_iam_role: { role: { name: "role" } },
        aws_cloudwatch_log_group: { log: { name: "/x" } },
      },
    });

    expect(lines).toEqual([]);
  });

  it("fails for a reference to a missing resource, and the error names file, address and expression", async () => {
    const broken = start({ resource: { aws_sqs_queue: { jobs: { name: "${aws_sqs_queue.none.name}" } } } });

    await expect(broken).rejects.toThrow(/cdk\.tf\.json.*aws_sqs_queue\.jobs.*aws_sqs_queue\.none/s);
  });
});
