import { permissionFix, runChecks } from "../../../cli/doctor/check";
import { quotaChecks } from "../../../cli/doctor/quota-checks";
import { AccountStandIn } from "./account-stand-in";
import { useCredentials } from "./use-credentials";

useCredentials();
let aws: AccountStandIn;
beforeEach(async () => {
  aws = await AccountStandIn.start();
  aws.quotas = apiGateway;
});
afterEach(() => aws.close());

const quota = (ServiceCode: string, QuotaCode: string, Value: number, QuotaName = QuotaCode) => ({
  ServiceCode,
  QuotaCode,
  QuotaName,
  Value,
});
const apiGateway = [
  quota("apigateway", "L-8A5B8E43", 10_000),
  quota("apigateway", "L-CDF5615A", 5_000),
  quota("apigateway", "L-9ED1E49A", 500),
];
const builds = (platform: string, small: number, medium: number) => [
  quota("codebuild", "L-9D07B6EF", small, `Concurrently running builds for ${platform}/Small environment`),
  quota("codebuild", "L-2DC20C30", medium, `Concurrently running builds for ${platform}/Medium environment`),
];

const lines = async (stages: object = {}, deployment: object = {}) => {
  const settings = aws.settings({ stages: { dev: stages }, ...deployment });
  const rows = await runChecks(quotaChecks(settings, ["kite", "kite-build"]));
  return Object.fromEntries(rows.map(({ check, ...row }) => [check, row]));
};

describe("the line of Lambda's concurrency", () => {
  it.each([
    [
      "is ok for what the stages may use",
      1000,
      {},
      "ok",
      "1000; the stages may use 50 besides their dispatchers",
    ],
    ["warns about the quota of a new account", 10, {}, "warn", "10; the stages may use 50"],
    [
      "fails if a deploy could not reserve what the stages need",
      1000,
      { dispatcherReservedConcurrency: 850, widgetReservedConcurrency: 100 },
      "fail",
      "1000; the stages reserve 950, and AWS keeps 100 unreserved",
    ],
    [
      "is ok for a reservation that leaves enough",
      1000,
      { dispatcherReservedConcurrency: 900 },
      "ok",
      "1000; the stages may use 950 besides their dispatchers",
    ],
  ])("%s", async (_case, concurrency, stage, status, text) => {
    aws.concurrency = concurrency;

    const { "Lambda concurrency": row } = await lines(stage);

    expect(row).toMatchObject({ status, text });
    if (status !== "ok") {
      expect(row?.fix).toMatch(/^aws service-quotas .* --quota-code L-B99A9384 --desired-value 10\d0$/);
    }
  });
});

describe("the lines of API Gateway", () => {
  it("are ok for the quotas of a usual account", async () => {
    const rows = await lines();

    expect(rows["API Gateway throttle"]).toEqual({
      status: "ok",
      text: "10000 requests a second; a stage may need 1000",
    });
    expect(rows["API Gateway burst"]).toMatchObject({ status: "ok" });
    expect(rows["API Gateway connections"]).toEqual({
      status: "ok",
      text: "500 new connections a second; a stage may need 500",
    });
  });

  it.each([
    ["API Gateway throttle", { throttlingRateLimit: 6000 }, "L-8A5B8E43 --desired-value 12000"],
    ["API Gateway connections", { throttlingRateLimit: 501 }, "L-9ED1E49A --desired-value 501"],
  ])("warn about %s, with the request for more", async (name, stage, end) => {
    const { [name]: row } = await lines(stage);

    expect(row?.status).toBe("warn");
    expect(row?.fix).toMatch(new RegExp(`^aws service-quotas request-service-quota-increase .* ${end}$`));
  });

  it("warn about a burst above the quota of a small region, which AWS does not increase", async () => {
    aws.quotas = apiGateway.map((it) => (it.QuotaCode === "L-CDF5615A" ? { ...it, Value: 1250 } : it));

    const { "API Gateway burst": row } = await lines({ throttlingBurstLimit: 2000 });

    expect(row).toMatchObject({ status: "warn", fix: expect.stringMatching(/^set throttlingBurstLimit/) });
  });

  it("use the default of a quota that AWS does not list for the account", async () => {
    aws.quotas = [];
    aws.defaultQuotas = apiGateway;

    expect((await lines())["API Gateway connections"]?.text).toBe(
      "500 new connections a second; a stage may need 500",
    );
  });

  it("prefer the quota of the account to the default", async () => {
    aws.quotas = [quota("apigateway", "L-8A5B8E43", 20_000)];
    aws.defaultQuotas = apiGateway;

    expect((await lines())["API Gateway throttle"]?.text).toMatch(/^20000 /);
  });

  it("warn about a quota that AWS lists nowhere", async () => {
    aws.quotas = [];

    expect((await lines())["API Gateway throttle"]).toMatchObject({
      status: "warn",
      text: "AWS lists no such quota; the stages need 1000 requests a second",
    });
  });

  it("warn if the caller may not list quotas", async () => {
    aws.denied.add("servicequotas:ListServiceQuotas");

    expect((await lines())["API Gateway throttle"]).toMatchObject({ status: "warn", fix: permissionFix });
  });
});

describe("the line of CodeBuild's machines", () => {
  it.each([
    [300, 300, "ok", "Linux/Small 300, Linux/Medium 300"],
    [1, 300, "warn", "Linux/Small 1, Linux/Medium 300"],
    [300, 0, "fail", "Linux/Small 300, Linux/Medium 0"],
  ])("with a quota of %d small and %d medium machines is %s", (small, medium, status, text) =>
    expectMachines(builds("Linux", small, medium), {}, { status, text }),
  );

  it("uses the quotas of ARM for builds on ARM", () =>
    expectMachines(
      [...builds("Linux", 0, 0), ...builds("ARM", 5, 6)],
      { buildArchitecture: "arm64" },
      { status: "ok", text: "ARM/Small 5, ARM/Medium 6" },
    ));

  it("warns if AWS lists no quota", () =>
    expectMachines([], {}, { status: "warn", text: "AWS lists no quota for Linux" }));

  it("is skipped without builds", () =>
    expectMachines(
      [],
      { gitRepositoryUrl: "https://github.com/example/kite.git" },
      { status: "skipped", text: "gitRepositoryUrl is that of the example, so nothing is built" },
    ));

  async function expectMachines(quotas: typeof aws.quotas, deployment: object, row: object): Promise<void> {
    aws.quotas = [...apiGateway, ...quotas];

    expect((await lines({}, deployment))["CodeBuild machines"]).toMatchObject(row);
  }
});
