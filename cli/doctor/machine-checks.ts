import { findEngineBinary } from "@kite-chat/stack-server";
import { UserError } from "../../constructs/user-error";
import type { VariableValues } from "../../settings/variables";
import { requireDocker } from "../docker";
import { requireTerraform } from "../terraform";
import { type Check, messageOf, ok } from "./check";

/** Checks the programs that every stack needs. A Node.js that is too old does not start the command at all. */
export function programChecks(): readonly Check[] {
  return [
    { name: "Node.js", fix: "nvm install 22", run: () => ok(process.versions.node) },
    {
      name: "Terraform",
      fix: "https://developer.hashicorp.com/terraform/install",
      run: () => ok(requireTerraform()),
    },
  ];
}

/**
 * Checks what only the local run needs.
 * @param isWanted whether a person asked for the local run, so that what is missing is a failure
 */
export function localRunChecks(
  { DYNAMODB_ENDPOINT: endpoint }: Pick<VariableValues, "DYNAMODB_ENDPOINT">,
  isWanted: boolean,
): readonly Check[] {
  const status = isWanted ? "fail" : "warn";
  return [
    {
      name: "Docker",
      fix: "https://docs.docker.com/get-docker/",
      run: () => {
        try {
          return ok(`engine ${requireDocker()}`);
        } catch (error) {
          const text = messageOf(error);
          return { status, text, fix: fixOfDocker(text) };
        }
      },
    },
    {
      name: "Database engine",
      fix: "npm install --include=optional",
      run: async () => {
        try {
          return ok(endpoint === undefined ? findEngineBinary() : await answering(endpoint));
        } catch (error) {
          const fix = endpoint === undefined ? "npm install --include=optional" : "npm run deploy-local";
          return { status, text: messageOf(error), fix };
        }
      },
    },
  ];
}

function fixOfDocker(text: string): string {
  if (text.includes("not installed")) {
    return "https://docs.docker.com/get-docker/";
  }
  return text.includes("permission")
    ? 'sudo usermod -aG docker "$USER", then log in again'
    : "sudo systemctl start docker, or start Docker Desktop";
}

/** Describes a DynamoDB that answers. It answers a bare request with an error of its own. */
async function answering(endpoint: string): Promise<string> {
  await fetch(endpoint, { signal: AbortSignal.timeout(5_000) }).catch(() => {
    throw new UserError(`DYNAMODB_ENDPOINT: nothing answers at ${endpoint}`);
  });
  return `DynamoDB at ${endpoint}`;
}
