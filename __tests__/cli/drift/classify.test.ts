import { classify, type Finding } from "../../../cli/drift/classify";
import { change, plan, resource } from "./plan-parts";

const table = "aws_dynamodb_table.dev_Members";
const noOp = { actions: ["no-op"] };
const same = (value: object) => ({ ...noOp, before: value, after: value });

const drifted = (attributes: string[], parts: Partial<Finding> = {}): Finding => ({
  address: table,
  class: "drifted",
  change: "changed",
  attributes,
  restoredByDeploy: true,
  ...parts,
});
const waiting = (attributes: string[], parts: Partial<Finding> = {}): Finding => ({
  address: table,
  class: "not-applied",
  change: "changed",
  attributes,
  ...parts,
});

describe("classify reports", () => {
  it.each<[string, object, readonly Finding[]]>([
    ["nothing for an empty plan", {}, []],
    [
      "nothing for a clean stack",
      {
        resource_changes: [resource(table, same({ name: "a" }))],
        output_changes: { url: change(same({})) },
      },
      [],
    ],
    [
      "a manually added tag only once, although the provider returns it twice",
      {
        resource_drift: [
          resource(table, {
            before: { tags: null, tags_all: { app: "kite" } },
            after: { tags: { Owner: "ada" }, tags_all: { app: "kite", Owner: "ada" } },
          }),
        ],
        resource_changes: [
          resource(table, {
            before: { tags: { Owner: "ada" }, tags_all: { app: "kite", Owner: "ada" } },
            after: { tags: null, tags_all: { app: "kite" } },
          }),
        ],
      },
      [drifted(["tags.Owner"])],
    ],
    [
      "a manually deleted resource, without its planned recreation",
      {
        resource_drift: [resource(table, { actions: ["delete"], before: { name: "a" }, after: null })],
        resource_changes: [resource(table, { actions: ["create"], before: null, after: { name: "a" } })],
      },
      [drifted([], { change: "deleted" })],
    ],
    [
      "drift that a deploy does not revert",
      {
        resource_drift: [resource(table, { before: { size: 1 }, after: { size: 2 } })],
        resource_changes: [resource(table, same({ size: 2 }))],
      },
      [drifted(["size"], { restoredByDeploy: false })],
    ],
    [
      "an edit that was not deployed",
      {
        resource_changes: [
          resource(table, { before: { ttl: [{ on: false }] }, after: { ttl: [{ on: true }] } }),
        ],
      },
      [waiting(["ttl[0].on"])],
    ],
    [
      "drift and an edit of the same attribute, each under its class",
      {
        resource_drift: [resource(table, { before: { size: 1, mode: "a" }, after: { size: 9, mode: "b" } })],
        resource_changes: [
          resource(table, { before: { size: 9, mode: "b" }, after: { size: 2, mode: "a" } }),
        ],
      },
      [drifted(["mode", "size"]), waiting(["size"])],
    ],
    [
      "only the drift if a value that is known after the apply changes because of it",
      {
        resource_drift: [resource(table, { before: { size: 1 }, after: { size: 9 } })],
        resource_changes: [
          resource(table, {
            before: { size: 9, version: "1" },
            after: { size: 1 },
            after_unknown: { version: true },
          }),
        ],
      },
      [drifted(["size"])],
    ],
    [
      "a value that is known after the apply if no other change is known",
      {
        resource_changes: [
          resource(table, { before: { policy: "x" }, after: {}, after_unknown: { policy: true, tags: {} } }),
        ],
      },
      [waiting(["policy"])],
    ],
    [
      "an update without a visible difference",
      { resource_changes: [resource(table, { before: { a: "" }, after: { a: null } })] },
      [waiting([])],
    ],
    [
      "a new resource",
      { resource_changes: [resource(table, { actions: ["create"], before: null, after: { name: "a" } })] },
      [waiting([], { change: "created" })],
    ],
    [
      "a resource that is no longer declared",
      { resource_changes: [resource(table, { actions: ["delete"], before: { name: "a" }, after: null })] },
      [waiting([], { change: "deleted" })],
    ],
    [
      "a replacement with its cause, even if the replacement would revert drift",
      {
        resource_drift: [resource(table, { before: { hash: "a" }, after: { hash: "b" } })],
        resource_changes: [
          resource(table, {
            actions: ["delete", "create"],
            before: { hash: "b", arn: "x" },
            after: { hash: "a" },
            after_unknown: { arn: true },
            replace_paths: [["hash"]],
          }),
        ],
      },
      [drifted(["hash"]), waiting(["hash"], { change: "replaced" })],
    ],
    [
      "a replacement without a cause, such as that of a tainted resource",
      {
        resource_changes: [
          resource(table, {
            actions: ["create", "delete"],
            before: { hash: "a", arn: "x" },
            after: { hash: "a" },
            after_unknown: { arn: true },
          }),
        ],
      },
      [waiting([], { change: "replaced" })],
    ],
    [
      "a resource that Terraform would forget",
      { resource_changes: [resource(table, { actions: ["forget"], before: { a: 1 }, after: null })] },
      [waiting([], { change: "forgotten" })],
    ],
    [
      "a move",
      { resource_changes: [resource(table, same({ a: 1 }), { previous_address: "aws_dynamodb_table.old" })] },
      [waiting([], { change: "moved" })],
    ],
    [
      "an import",
      { resource_changes: [resource(table, { ...same({ a: 1 }), importing: { id: "dev.Members" } })] },
      [waiting([], { change: "imported" })],
    ],
    [
      "an old object that a replacement has left behind",
      {
        resource_changes: [
          resource(table, same({ a: 1 })),
          resource(table, { actions: ["delete"], before: { a: 1 }, after: null }, { deposed: "byebye12" }),
        ],
      },
      [waiting([], { address: `${table} (deposed byebye12)`, change: "left-over" })],
    ],
    [
      "nothing for a data source that is read",
      {
        resource_changes: [
          resource(
            "data.aws_zone.a",
            { actions: ["read"], before: null, after: {}, after_unknown: { id: true } },
            {
              mode: "data",
            },
          ),
        ],
      },
      [],
    ],
    [
      "nothing if a provider reads a missing value as an empty one",
      {
        resource_drift: [
          resource(table, { before: { tags: null, rules: [], name: "" }, after: { tags: {}, rules: null } }),
        ],
      },
      [],
    ],
    [
      "new, changed and deleted outputs",
      {
        output_changes: {
          a: change({ actions: ["create"], before: null, after: "x" }),
          b: change({ actions: ["update"], before: "x", after: null, after_unknown: true }),
          c: change({ actions: ["delete"], before: "x", after: null }),
          d: change(same({})),
        },
      },
      [
        waiting([], { address: "output.a", change: "created" }),
        waiting([], { address: "output.b" }),
        waiting([], { address: "output.c", change: "deleted" }),
      ],
    ],
    [
      "a secret only by its name, regardless of its value",
      {
        resource_drift: [
          resource(table, {
            before: { env: { pin: "1", a: "b" }, all: { x: 1 } },
            after: { env: { pin: "2", a: "b" }, all: { y: 2 } },
            before_sensitive: { env: { pin: true }, all: true },
            after_sensitive: { env: { pin: true }, all: true },
          }),
        ],
      },
      [drifted(["all", "env.pin"], { restoredByDeploy: false })],
    ],
    [
      "no key inside a secret that is known after the apply or that causes a replacement",
      {
        resource_changes: [
          resource(table, {
            before: { all: { pin: 1 } },
            after: {},
            after_unknown: { all: { pin: true } },
            before_sensitive: { all: true },
          }),
          resource(`${table}2`, {
            actions: ["delete", "create"],
            before: { all: { pin: 1 } },
            after: { all: { pin: 2 } },
            after_sensitive: { all: true },
            replace_paths: [["all", "pin"]],
          }),
        ],
      },
      [waiting(["all"]), waiting(["all"], { address: `${table}2`, change: "replaced" })],
    ],
    [
      "a list with a new length as a whole, and a key with special characters in quotes",
      {
        resource_drift: [
          resource(table, {
            before: { rules: [1, 2], tags: { "a.b c": "1" } },
            after: { rules: [1], tags: { "a.b c": "2" } },
          }),
        ],
      },
      [drifted(["rules", 'tags["a.b c"]'], { restoredByDeploy: false })],
    ],
  ])("%s", (_case, parts, expected) => {
    const findings = classify(plan(parts));

    expect(findings).toEqual(expected);
  });
});
