import { paginateListObjectsV2 } from "@aws-sdk/client-s3";
import type { Settings } from "../../settings/settings";
import { type CloudStackName, stackId } from "../../settings/stack-id";
import { objectClient } from "../aws-clients";
import { describeAge } from "../describe-age";
import { stateBucketExists, stateKey } from "../state/state-bucket";
import { accountCheck } from "./account-checks";
import { type Check, type Finding, fail, ok, skipped } from "./check";

const bootstrap = "npx kite bootstrap";

/** Checks the bucket of the states, and that no state is locked. @param stacks those that a deploy would lock */
export function stateChecks(settings: Settings, stacks: readonly CloudStackName[]): readonly Check[] {
  const { stateBucket } = settings.deployment;
  const inFile = settings.variables.KITE_STATE === "local";
  const local = skipped("KITE_STATE=local keeps the state in a file");
  return [
    {
      name: "State bucket",
      needs: [accountCheck],
      fix: "set another stateBucket in the deployment file, or use credentials with s3:ListBucket",
      run: async () => {
        if (inFile) {
          return local;
        }
        return (await stateBucketExists(settings))
          ? ok(stateBucket)
          : fail(`there is no bucket ${stateBucket}`, bootstrap);
      },
    },
    {
      name: "State lock",
      needs: ["State bucket"],
      fix: bootstrap,
      run: async () => (inFile ? local : findLocks(settings, stacks)),
    },
  ];
}

async function findLocks(settings: Settings, stacks: readonly CloudStackName[]): Promise<Finding> {
  const changes = await lastChanges(settings);
  const { KITE_STATE, KITE_SANDBOX } = settings.variables;
  // A sandbox uses the stack kite-state of the deployment itself.
  const account = stackId("kite-state", { variables: { KITE_STATE, KITE_SANDBOX: undefined } });
  if (!changes.has(stateKey(account))) {
    return fail(`the stack ${account} is not deployed`, bootstrap);
  }
  const ids = stacks.map((stack) =>
    stack === "kite-state" ? account : stackId(stack, { variables: { KITE_STATE, KITE_SANDBOX } }),
  );
  // Terraform adds the suffix: https://developer.hashicorp.com/terraform/language/backend/s3#state-locking
  const locked = ids.flatMap((id) => {
    const since = changes.get(`${stateKey(id)}.tflock`);
    return since === undefined ? [] : [{ id, age: describeAge(Date.now() - since.getTime()) }];
  });
  return locked.length === 0
    ? ok(`no lock on ${ids.join(", ")}`)
    : fail(
        locked.map(({ id, age }) => `${id} has been locked for ${age}`).join(", "),
        `npx kite unlock ${locked[0]?.id}, which prints the holder`,
      );
}

/** Returns the time of the last change of each object in the bucket, by key. */
async function lastChanges(settings: Settings): Promise<ReadonlyMap<string, Date>> {
  const { stateBucket: Bucket, account: ExpectedBucketOwner } = settings.deployment;
  const changes = new Map<string, Date>();
  for await (const { Contents = [] } of paginateListObjectsV2(
    { client: objectClient(settings) },
    { Bucket, ExpectedBucketOwner },
  )) {
    for (const { Key: key = "", LastModified: changed } of Contents) {
      changes.set(key, changed ?? new Date());
    }
  }
  return changes;
}
