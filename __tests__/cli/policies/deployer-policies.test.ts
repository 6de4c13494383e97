import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describePolicies } from "../../../cli/policies/describe-policies";
import { policyLimit, sizeOf } from "../../../cli/policies/policy";
import { textOf } from "../../../cli/policies/write-policies";
import { repositoryFolder } from "../../../constructs/repository";
import { all, allowed, policies, statements } from "./full-policies";

describe("docs/deployer-policy", () => {
  it("contains exactly the output of npx kite deployer-policy", () => {
    const folder = join(repositoryFolder, "docs", "deployer-policy");

    const written = readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), "utf8")]);

    expect(new Map(written as [string, string][])).toEqual(
      new Map(all.map((policy) => [`${policy.name}.json`, textOf(policy)])),
    );
    expect(readFileSync(`${folder}.md`, "utf8")).toBe(describePolicies(policies));
  });
});

describe("the deployer policies", () => {
  it("have the full name of each action, without wildcards", () => {
    const actions = statements.flatMap(({ Action }) => Action);

    expect(actions.filter((action) => !/^[a-z][a-z0-9-]*:[A-Z][A-Za-z]+$/.test(action))).toEqual([]);
    expect(new Set(actions).size).toBeGreaterThan(150);
  });

  it("do not exceed the size limit of AWS", () => {
    const sizes = all.map(({ name, document }) => [name, sizeOf(document)] as const);

    expect(sizes.filter(([, size]) => size > policyLimit)).toEqual([]);
  });

  it("have a unique name of letters and digits for each statement", () => {
    for (const { document } of all) {
      const sids = document.Statement.map(({ Sid }) => Sid);
      expect(new Set(sids).size).toBe(sids.length);
      expect(sids.filter((sid) => !/^[A-Za-z0-9]+$/.test(sid))).toEqual([]);
    }
  });

  it("allow passing roles only to named services", () => {
    const passing = statements.filter(({ Action }) => Action.includes("iam:PassRole"));

    for (const { Action, Resource, Condition } of passing) {
      expect(Action).toEqual(["iam:PassRole"]);
      expect(Resource).not.toContain("*");
      expect(Condition?.StringEquals?.["iam:PassedToService"]).toEqual(
        expect.arrayContaining([expect.stringMatching(/\.amazonaws\.com$/)]),
      );
    }
    expect(passing.length).toBeGreaterThan(1);
  });

  it("allow attaching only the policies that the stacks attach", () => {
    const [attaching] = statements.filter(({ Action }) => Action.includes("iam:AttachRolePolicy"));

    expect(attaching?.Condition).toEqual({
      ArnEquals: {
        "iam:PolicyARN": ["arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"],
      },
    });
  });

  it.each(["kite", "kite-state", "kite-build"])(
    "allow the deployer of %s to write only the stack's own state",
    (stack) => {
      const own = (end: string) =>
        `arn:aws:s3:::kite-terraform-state-000000000000/${stack}/terraform.tfstate${end}`;
      const pages = stack === "kite" ? /^kite-\d$/ : new RegExp(`^${stack}(-\\d)?$`);
      const of = (action: string) =>
        statements
          .filter(({ policy, Action }) => pages.test(policy) && Action.includes(action))
          .flatMap(({ Resource }) => Resource)
          .filter((arn) => arn.includes("tfstate"));

      expect(of("s3:PutObject")).toEqual([own(""), own(".tflock")]);
      expect(of("s3:GetObject")).toEqual([own(""), own(".tflock")]);
      expect(of("s3:DeleteObject")).toEqual([own(".tflock")]);
    },
  );

  it("allow the deployer of kite to empty only the buckets of kite", () => {
    const emptied = allowed("kite-1", "s3:DeleteObjectVersion").concat(
      allowed("kite-2", "s3:DeleteObjectVersion"),
    );

    expect(emptied).toEqual(
      ["kite-dev-files-*", "kite-logs-*", "kite-prod-files-*"].map((name) => `arn:aws:s3:::${name}/*`),
    );
  });
});
