import {
  prodChanges,
  prodDeletions,
  protectedTables,
  refuseToRemoveProd,
} from "../../../cli/deploy/prod-guard";

function change(address: string, actions: string[], before: unknown = null) {
  const [type] = address.split(".");
  return { address, type, change: { actions, before } };
}

const prodResource = { tags_all: { stage: "prod" } };
const devResource = { tags_all: { stage: "dev" } };

describe("prodDeletions", () => {
  it.each([
    ["a table", change("aws_dynamodb_table.a", ["delete"], prodResource)],
    ["a table that is replaced", change("aws_dynamodb_table.a", ["delete", "create"], prodResource)],
    ["a bucket", change("aws_s3_bucket.a", ["delete"], prodResource)],
    ["an API stage", change("aws_apigatewayv2_stage.a", ["create", "delete"], prodResource)],
    [
      "an API mapping, which has no tags",
      change("aws_apigatewayv2_api_mapping.prod_Mapping_1", ["delete"], {}),
    ],
  ])("returns a resource of prod that a plan would delete: %s", (_case, found) => {
    const deletions = prodDeletions({ resource_changes: [found] });

    expect(deletions).toEqual([found.address]);
  });

  it.each([
    ["a table of dev", change("aws_dynamodb_table.a", ["delete"], devResource)],
    ["a table of prod that changes in place", change("aws_dynamodb_table.a", ["update"], prodResource)],
    ["a function of prod", change("aws_lambda_function.prod_a", ["delete"], prodResource)],
  ])("does not return %s", (_case, harmless) => {
    const deletions = prodDeletions({ resource_changes: [harmless] });

    expect(deletions).toEqual([]);
  });

  it("returns an empty list for a plan without changes", () => {
    const deletions = prodDeletions({ format_version: "1.2" });

    expect(deletions).toEqual([]);
  });
});

describe("refuseToRemoveProd", () => {
  const plan = { resource_changes: [change("aws_dynamodb_table.a", ["delete"], prodResource)] };

  it("throws an error with the deleted resources and the flag that allows their deletion", () => {
    const refuse = () => refuseToRemoveProd(plan, false);

    expect(refuse).toThrow(/aws_dynamodb_table\.a[\s\S]*--remove-prod/);
  });

  it("does not throw an error with the flag", () => {
    const refuse = () => refuseToRemoveProd(plan, true);

    expect(refuse).not.toThrow();
  });
});

describe("prodChanges", () => {
  const SHARED = change("aws_apigatewayv2_route.WebSocketApi_connect", ["update"], {});
  const KEPT = change("aws_dynamodb_table.prod_Members", ["no-op"], prodResource);

  it("returns the changed resources of prod and those that the stages share", () => {
    const plan = {
      resource_changes: [
        change("aws_lambda_function.prod_outbox", ["update"]),
        change("aws_lambda_function.a", ["update"], devResource),
        change("aws_lambda_function.dev_outbox", ["update"]),
        SHARED,
        KEPT,
      ],
    };

    expect(prodChanges(plan)).toEqual(["aws_lambda_function.prod_outbox", SHARED.address]);
  });

  it.each([
    ["the deployment has no prod", [SHARED]],
    ["the plan does not change prod", [KEPT, change("aws_lambda_function.a", ["update"], devResource)]],
  ])("returns an empty list if %s", (_case, resource_changes) => {
    expect(prodChanges({ resource_changes })).toEqual([]);
  });
});

describe("protectedTables", () => {
  it("returns the protected tables that a plan deletes", () => {
    const kept = change("aws_dynamodb_table.a", ["delete"], {
      deletion_protection_enabled: true,
      ...devResource,
    });
    const untagged = change("aws_dynamodb_table.prod_b", ["delete"], { deletion_protection_enabled: true });
    const free = change("aws_dynamodb_table.b", ["delete"], { deletion_protection_enabled: false });
    const same = change("aws_dynamodb_table.c", ["no-op"], { deletion_protection_enabled: true });

    expect(protectedTables({ resource_changes: [kept, untagged, free, same] })).toEqual([
      { address: kept.address, stage: "dev" },
      { address: untagged.address, stage: "prod" },
    ]);
  });
});
