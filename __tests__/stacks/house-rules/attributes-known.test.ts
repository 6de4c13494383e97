import { Synthesized } from "../../constructs/synthesized";
import { attributesKnown } from "./attributes-known";

const queue = { aws_sqs_queue: { it: { name: "queue" } } };

describe("attributesKnown", () => {
  it.each<[string, object, string]>([
    [
      "an unknown attribute",
      { resource: { aws_sqs_queue: { it: { colour: "red" } } } },
      "aws_sqs_queue.it.colour",
    ],
    ["an unknown type", { resource: { aws_sqs_heap: { it: {} } } }, "aws_sqs_heap.it: no such type"],
    [
      "an unknown attribute in a nested block",
      { resource: { aws_lambda_function: { it: { ...named(), logging_config: { format: "JSON" } } } } },
      "aws_lambda_function.it.logging_config: log_format is missing",
    ],
    [
      "two blocks where only one is allowed",
      {
        resource: {
          aws_lambda_function: { it: { ...named(), tracing_config: [{ mode: "a" }, { mode: "b" }] } },
        },
      },
      "aws_lambda_function.it.tracing_config: expected one",
    ],
    [
      "a block where a text is expected",
      { resource: { aws_sqs_queue: { it: { redrive_policy: { maxReceiveCount: 3 } } } } },
      "aws_sqs_queue.it.redrive_policy: expected one",
    ],
    [
      "a text where a list is expected",
      { resource: { aws_lambda_function: { it: { ...named(), architectures: "arm64" } } } },
      "aws_lambda_function.it.architectures: expected list",
    ],
    [
      "an attribute that only the provider sets",
      { resource: { aws_sqs_queue: { it: { url: "https://…" } } } },
      "aws_sqs_queue.it.url",
    ],
    [
      "an id that the stack sets",
      { resource: { aws_sqs_queue: { it: { id: "x" } } } },
      "aws_sqs_queue.it.id",
    ],
    [
      "a required attribute that is missing",
      { resource: { aws_lambda_alias: { it: { name: "live", function_name: "f" } } } },
      "aws_lambda_alias.it: function_version is missing",
    ],
    [
      "an attribute in ignore_changes that does not exist",
      { resource: { aws_sqs_queue: { it: { lifecycle: { ignore_changes: ["s3_key"] } } } } },
      "aws_sqs_queue.it: ignore_changes s3_key",
    ],
    [
      "an unknown attribute of a provider",
      { provider: { aws: [{ region: "eu-west-1", zone: "a" }] } },
      "provider.aws.0.zone",
    ],
    [
      "an unknown attribute of a data source",
      { data: { cloudflare_zone: { it: { name: "example.org" } } } },
      "data.cloudflare_zone.it.name",
    ],
    [
      "a reference to an attribute that does not exist",
      { resource: queue, output: { it: { value: "${aws_sqs_queue.it.queue_arn}" } } },
      "aws_sqs_queue has no queue_arn",
    ],
  ])("finds %s", (_case, document, fault) => {
    const faults = attributesKnown(new Synthesized(JSON.stringify(document)));

    expect(faults[0]).toBe(fault);
  });

  it("finds nothing in a valid stack", () => {
    const document = {
      provider: { aws: [{ region: "eu-west-1", default_tags: [{ tags: { app: "kite" } }] }] },
      resource: {
        ...queue,
        aws_lambda_function: {
          it: {
            ...named(),
            "//": { metadata: {} },
            depends_on: ["aws_sqs_queue.it"],
            environment: { variables: { QUEUE: "${aws_sqs_queue.it.url}" } },
            lifecycle: { ignore_changes: ["s3_key"] },
          },
        },
      },
    };

    expect(attributesKnown(new Synthesized(JSON.stringify(document)))).toEqual([]);
  });
});

function named(): object {
  return { function_name: "it", role: "arn" };
}
