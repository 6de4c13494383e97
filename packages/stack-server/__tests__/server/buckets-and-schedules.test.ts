import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zipSync } from "fflate";
import { ManualClock, ShiftableClock, systemClock } from "../../src/clock";
import { type LocalServer, type ServeOptions, serve } from "../../src/server";
import { eventually } from "../gateway/sample-gateway";
import { bundle } from "./other-stack";

/** Presigns and reads, and counts the invocations of the schedule. */
const source = `
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
const s3 = new S3Client({ forcePathStyle: true, requestChecksumCalculation: "WHEN_REQUIRED" });
const object = { Bucket: process.env.BUCKET, Key: "files/1/my file+1.png" };
let sweeps = 0;
export const handler = async (event) => {
  if (event.sweep) return ++sweeps;
  if (event.count) return sweeps;
  if (event.wait) return new Promise((resolve) => setTimeout(resolve, event.wait, "waited"));
  if (event.upload) {
    const put = new PutObjectCommand({ ...object, ContentType: "image/png", ContentLength: event.upload });
    return getSignedUrl(s3, put, { expiresIn: 3600, signableHeaders: new Set(["content-type", "content-length"]) });
  }
  return (await s3.send(new GetObjectCommand(object))).Body.transformToString();
};
`;

const directory = mkdtempSync(join(tmpdir(), "buckets-and-schedules-"));
let server: LocalServer;

beforeAll(() => {
  writeFileSync(join(directory, "code.zip"), zipSync({ "index.mjs": bundle(source) }));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));
afterEach(() => server?.close());

async function start(options: Partial<ServeOptions> = {}, bucketName = "shop-files") {
  const resource = {
    aws_s3_bucket: { files: { bucket: bucketName } },
    aws_s3_bucket_cors_configuration: {
      files: {
        bucket: "${aws_s3_bucket.files.id}",
        cors_rule: [{ allowed_methods: ["PUT"], allowed_origins: ["*"], allowed_headers: ["content-type"] }],
      },
    },
    aws_lambda_function: {
      desk: {
        function_name: "desk",
        filename: "code.zip",
        handler: "index.handler",
        runtime: "nodejs22.x",
        timeout: 10,
        environment: { variables: { BUCKET: "${aws_s3_bucket.files.bucket}" } },
      },
    },
    aws_cloudwatch_event_rule: { sweep: { name: "sweep", schedule_expression: "rate(5 minutes)" } },
    aws_cloudwatch_event_target: {
      sweep: { rule: "sweep", arn: "${aws_lambda_function.desk.arn}", input: '{"sweep":true}' },
    },
    aws_apigatewayv2_api: { web: { name: "web", protocol_type: "HTTP" } },
    aws_apigatewayv2_stage: { beta: { api_id: "${aws_apigatewayv2_api.web.id}", name: "beta" } },
  };
  writeFileSync(
    join(directory, "cdk.tf.json"),
    JSON.stringify({ provider: { aws: [{ region: "us-east-2" }] }, resource }),
  );
  server = await serve({
    stackDirectory: directory,
    port: 0,
    handleRequest: (_, response) => response.end("the page"),
    ...options,
  });
  return server;
}
const payload = async (event: unknown) => {
  const result = await server.invoke("desk", event);
  return result.ok ? result.payload : result;
};
const upload = (url: string, body: string) =>
  fetch(url, { method: "PUT", body, headers: { "content-type": "image/png", origin: "https://a.example" } });

it("the `wallClock` option keeps functions running and signatures valid when the clock advances", async () => {
  const clock = new ShiftableClock();
  await start({ clock, wallClock: systemClock });
  const uploadUrl = String(await payload({ upload: 3 }));
  const waiting = payload({ wait: 300 });

  await clock.advance(2 * 60 * 60_000);

  expect(await waiting).toBe("waited");
  expect((await upload(uploadUrl, "png")).status).toBe(200);
  expect(await payload({})).toBe("png");
});

describe("the buckets of a stack", () => {
  it("accept an upload to a function's presigned URL on the public port, and return it to the function", async () => {
    const { url } = await start();
    const uploadUrl = String(await payload({ upload: 3 }));

    const stored = await upload(uploadUrl, "png");
    const refused = await upload(uploadUrl, "more");

    expect(uploadUrl).toMatch(`${url}/shop-files/files/1/my%20file%2B1.png?`);
    expect([stored.status, stored.headers.get("access-control-allow-origin")]).toEqual([200, "*"]);
    expect(refused.status).toBe(403);
    expect(await payload({})).toBe("png");
  });

  it("reject unsigned requests, and leave other paths to the handler", async () => {
    const { url } = await start();

    const object = await fetch(`${url}/shop-files/files/1/a.png`);
    const page = await fetch(`${url}/shop-filesystem`);

    expect(object.status).toBe(403);
    expect(await page.text()).toBe("the page");
  });

  it("honor the `publicUrl` option: presigned URLs work through a tunnel that changes the host", async () => {
    await start();
    const { url } = server;
    await server.close();
    await start({ publicUrl: "https://dev.tunnel.example/", port: Number(new URL(url).port) });

    const uploadUrl = new URL(String(await payload({ upload: 3 })));
    const stored = await upload(server.url + uploadUrl.pathname + uploadUrl.search, "png");

    expect(uploadUrl.origin).toBe("https://dev.tunnel.example");
    expect(stored.status).toBe(200);
  });

  it("honor the `dataDirectory` option: objects survive a restart", async () => {
    const dataDirectory = join(directory, "data");
    await start({ dataDirectory });
    await upload(String(await payload({ upload: 3 })), "png");
    await server.close();

    await start({ dataDirectory });

    expect(await payload({})).toBe("png");
  });

  it("must not have the name of a stage", async () => {
    const started = start({}, "beta");

    await expect(started).rejects.toThrow(
      "aws_s3_bucket.files and aws_apigatewayv2_stage.beta are both named `beta`",
    );
  });
});

describe("the schedules of a stack", () => {
  it("invoke their functions soon after the start", async () => {
    const clock = new ManualClock();
    await start({ clock });
    await clock.advance(1999);
    const early = await payload({ count: true });

    await clock.advance(1);

    expect(early).toBe(0);
    await eventually(async () => (await payload({ count: true })) === 1);
  });
});
