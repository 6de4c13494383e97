import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Workshop } from "./stand-ins";

const CREDENTIALS = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };
const FILE = { account: "123456789012", region: "eu-west-1", app: "kite" };
const REMOVES_PROD = JSON.stringify({
  resource_changes: [
    {
      address: "aws_dynamodb_table.prod_Tables_Members_1",
      type: "aws_dynamodb_table",
      change: { actions: ["delete"], before: { tags_all: { stage: "prod" } } },
    },
  ],
});

/** A parameter store that knows these names. */
async function parameterStore(names: readonly string[]): Promise<Server> {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part) => (body += part));
    request.on("end", () => {
      const { Name } = JSON.parse(body) as { Name: string };
      const known = names.includes(Name);
      response.writeHead(known ? 200 : 400, { "content-type": "application/x-amz-json-1.1" });
      response.end(
        JSON.stringify(known ? { Parameter: { Name, Value: "x" } } : { __type: "ParameterNotFound" }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const here = (stack: string) => `terraform -chdir=./cdktf.out/stacks/${stack}`;
const workshopWith = (deployment: object) =>
  new Workshop().file("deployments/kite.json", JSON.stringify(deployment));

describe("deploy-kite", () => {
  let store: Server;
  beforeAll(async () => {
    store = await parameterStore(["/kite/dev/telegram-bot-token"]);
  });
  afterAll(() => new Promise((resolve) => store.close(resolve)));

  const run = (workshop: Workshop, environment: Record<string, string> = {}, flags: string[] = []) =>
    workshop.run("deploy-kite", { ...CREDENTIALS, AWS_ENDPOINT_URL: urlOf(store), ...environment }, flags);

  it("plans, looks at the plan, and does what it says", async () => {
    const workshop = workshopWith(FILE);

    const deploy = await run(workshop);

    expect(deploy).toMatchObject({ status: 0, stderr: "" });
    expect(workshop.calls).toEqual([
      "terraform version -json",
      `${here("kite")} init -input=false -reconfigure`,
      `${here("kite")} plan -input=false -out=kite.tfplan`,
      `${here("kite")} show -json kite.tfplan`,
      `${here("kite")} apply -input=false kite.tfplan`,
    ]);
  });

  it("works on kite-local when the state is local", async () => {
    const workshop = workshopWith(FILE);

    const deploy = await run(workshop, { KITE_STATE: "local" });

    expect(deploy.status).toBe(0);
    expect(workshop.calls.at(-1)).toBe(`${here("kite-local")} apply -input=false kite.tfplan`);
  });

  it("stops at the placeholder account and says what to set", async () => {
    const workshop = new Workshop();

    const deploy = await workshop.run("deploy-kite");

    expect(deploy.status).toBe(1);
    expect(deploy.stderr).toMatch(
      /^account \(deployments\/kite\.json\): got the placeholder 000000000000; wanted the 12 digits/,
    );
    expect(workshop.calls).toEqual([]);
  });

  it("takes the placeholder account for an emulator", async () => {
    const workshop = new Workshop();

    const deploy = await run(workshop);

    expect(deploy).toMatchObject({ status: 0, stderr: "" });
  });

  it("stops when a stage has no bot token, with the command that puts it there", async () => {
    const workshop = workshopWith({ ...FILE, prodStage: true });

    const deploy = await run(workshop);

    expect(deploy.status).toBe(1);
    expect(deploy.stderr).toMatch(/^No bot token for \/kite\/prod\/telegram-bot-token\./);
    expect(deploy.stderr).toMatch(/npm run secrets -- prod$/m);
    expect(workshop.calls).toEqual(["terraform version -json"]);
  });

  it("refuses a plan that removes prod", async () => {
    const workshop = workshopWith(FILE);

    const deploy = await run(workshop, { PLAN: REMOVES_PROD });

    expect(deploy.status).toBe(1);
    expect(deploy.stderr).toContain("aws_dynamodb_table.prod_Tables_Members_1");
    expect(workshop.calls.filter((call) => call.includes(" apply "))).toEqual([]);
  });

  it("honors the flag --remove-prod", async () => {
    const workshop = workshopWith(FILE);

    const deploy = await run(workshop, { PLAN: REMOVES_PROD }, ["--remove-prod"]);

    expect(deploy.status).toBe(0);
    expect(workshop.calls.at(-1)).toContain(" apply ");
  });

  it("names the faults of the settings and asks nobody", async () => {
    const workshop = workshopWith({ app: "kite" });

    const deploy = await run(workshop);

    expect(deploy.status).toBe(1);
    expect(deploy.stderr).toMatch(/account[\s\S]*region/);
    expect(workshop.calls).toEqual([]);
  });
});

describe("destroy-kite", () => {
  it("destroys a deployment whose stages are not protected", async () => {
    const workshop = workshopWith(FILE);

    const destroy = await workshop.run("destroy-kite");

    expect(destroy).toMatchObject({ status: 0, stderr: "" });
    expect(workshop.calls.at(-1)).toBe(`${here("kite")} destroy -input=false -auto-approve`);
  });

  it("refuses a protected stage and says which setting protects it", async () => {
    const workshop = workshopWith({ ...FILE, prodStage: true });

    const destroy = await workshop.run("destroy-kite");

    expect(destroy.status).toBe(1);
    expect(destroy.stderr).toMatch(
      /^Nothing was destroyed: prod is protected.*"protect": false in stages\.prod/,
    );
    expect(workshop.calls).toEqual(["terraform version -json"]);
  });
});

describe("diff", () => {
  it("plans and changes nothing", async () => {
    const workshop = workshopWith(FILE);

    const diff = await workshop.run("diff");

    expect(diff).toMatchObject({ status: 0, stderr: "" });
    expect(workshop.calls.map((call) => call.split(" ")[2])).toEqual(["-json", "init", "plan"]);
  });
});
