import { DockerProvider } from "@cdktf/provider-docker/lib/provider";
import { fullDeployment, synthesizeStacks } from "../../../cli/stacks/synthesize-stacks";
import { pinVersion, providerVersions } from "../../../constructs/account/provider-versions";
import { stackNames } from "../../../settings/variables";
import { synthesized } from "../synthesized";

const { aws, awsOfDynamodbLocal, cloudflare, docker } = providerVersions;

describe("the versions of the providers", () => {
  it("are the versions of the table in every stack, and no stack requires another provider", () => {
    const plans = synthesizeStacks(fullDeployment, stackNames);

    const required = [...plans].map(([stack, plan]) => [stack, versionsOf(plan)]);
    expect(Object.fromEntries(required)).toEqual({
      local: { aws: awsOfDynamodbLocal, docker },
      "kite-state": { aws },
      "kite-build": { aws },
      kite: { aws, cloudflare },
    });
  });

  it("override the version that the bindings were generated for", () => {
    const pinned = (pin: boolean) =>
      synthesized((stack) => {
        const provider = new DockerProvider(stack, "docker");
        if (pin) {
          pinVersion(provider, "1.2.3");
        }
      }).document;

    expect(versionsOf(pinned(false))).not.toEqual({ docker: "1.2.3" });
    expect(versionsOf(pinned(true))).toEqual({ docker: "1.2.3" });
  });
});

/** Returns the required versions by provider. */
function versionsOf(plan: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const { required_providers } = plan.terraform as {
    required_providers: Readonly<Record<string, { readonly version: string }>>;
  };
  return Object.fromEntries(Object.entries(required_providers).map(([name, { version }]) => [name, version]));
}
