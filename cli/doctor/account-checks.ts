import { partitionOf } from "../../constructs/account/partition";
import type { Settings } from "../../settings/settings";
import { type Caller, requireOwnAccount, requireRealAccount } from "../account";
import { type Check, ok } from "./check";

/** Name of the check without which no request to AWS is made. */
export const accountCheck = "Account";

const logIn = () => {
  const { AWS_PROFILE: profile } = process.env;
  return `aws sso login${profile ? ` --profile ${profile}` : ""}`;
};

/** Checks the credentials, and that they fit the deployment. */
export function accountChecks(settings: Settings, caller: () => Promise<Caller>): readonly Check[] {
  const { deployment, variables } = settings;
  const file = `deployments/${deployment.name}.json`;
  return [
    {
      name: "Settings",
      fix: `set account in ${file}`,
      run: () => {
        requireRealAccount(settings);
        return ok(`${file} and .env are complete`);
      },
    },
    {
      name: "Region",
      fix: `set another region in ${file}`,
      // The settings reject a region in which Kite cannot run.
      run: () => ok(`${deployment.region}, partition ${partitionOf(deployment.region).id}`),
    },
    { name: "Credentials", fix: logIn(), run: async () => ok((await caller()).arn) },
    {
      name: accountCheck,
      needs: ["Settings", "Credentials"],
      fix: `set account in ${file}, or choose other credentials with AWS_PROFILE`,
      run: async () => {
        const found = await caller();
        const { AWS_ENDPOINT_URL: emulator } = variables;
        if (emulator !== undefined) {
          return ok(`${found.account} of the emulator at ${emulator}`);
        }
        requireOwnAccount(deployment, found);
        return ok(`${found.account}, as in ${file}`);
      },
    },
  ];
}
