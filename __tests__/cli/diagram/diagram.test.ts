import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describeStacks } from "../../../cli/diagram/describe-stacks";
import { drawStack } from "../../../cli/diagram/draw-stack";
import { repositoryFolder } from "../../../constructs/repository";

describe("docs/stacks.md", () => {
  it("is the output of npx kite diagram", () => {
    const written = readFileSync(join(repositoryFolder, "docs", "stacks.md"), "utf8");

    expect(written).toBe(describeStacks());
  });
});

describe("drawStack", () => {
  const resource = (path: string, attributes: object = {}) => ({
    ...attributes,
    "//": { metadata: { path: `kite/${path}` } },
  });

  it("draws a box with the resources of each construct, and an arrow for each reference to another construct", () => {
    const drawing = drawStack({
      resource: {
        aws_sqs_queue: {
          letters: resource("dev/Outbox/Letters"),
          queue: resource("dev/Outbox/Queue", { redrive: "${aws_sqs_queue.letters.arn}" }),
        },
        aws_lambda_function: {
          handler: resource("dev/outbox/Function", {
            url: "${aws_sqs_queue.queue.url}/${aws_sqs_queue.letters.url}",
          }),
        },
        aws_apigatewayv2_api: { api: resource("Api", { depends_on: ["aws_lambda_function.handler"] }) },
      },
    });

    expect(drawing.split("\n")).toEqual([
      "```mermaid",
      "flowchart LR",
      '  subgraph dev_box["dev"]',
      '    dev_Outbox["Outbox<br/>2 × aws_sqs_queue"]',
      '    dev_outbox["outbox<br/>aws_lambda_function"]',
      "  end",
      '  Api["Api<br/>aws_apigatewayv2_api"]',
      "  Api --> dev_outbox",
      "  dev_outbox --> dev_Outbox",
      "```",
    ]);
  });
});
