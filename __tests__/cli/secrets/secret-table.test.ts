import { placesOf, secretsAt } from "../../../cli/secrets/place";
import { environmentOf, fullDeployment, synthesizeStacks } from "../../../cli/stacks/synthesize-stacks";
import { PhysicalNames } from "../../../constructs/account/physical-names";
import { readSettings } from "../../../settings/settings";
import { variableTable } from "../../../settings/variables";

const settings = readSettings({ environment: environmentOf(fullDeployment) });
const plans = JSON.stringify([...synthesizeStacks(fullDeployment).values()]);

const names = PhysicalNames.of(settings.deployment);

/** Parameters that the stack or `kite identity-key` creates. */
const madeElsewhere = [
  names.proxySecretParameter(),
  ...settings.deployment.stages.map((stage) => names.identitySecretParameter(stage.name)),
];

describe("the table of secrets", () => {
  const placed = placesOf(settings).flatMap((place) => secretsAt(settings, place));

  it("contains exactly the parameters that the stacks read, except those that a stack or a command creates", () => {
    const inPolicies = [...plans.matchAll(/:parameter(\/[a-z0-9/-]+)/g)].map(([, name]) => name);
    const inBuilds = [...plans.matchAll(/"type":"PARAMETER_STORE","value":"([^"]+)"/g)].map(
      ([, name]) => name,
    );

    const read = new Set([...inPolicies, ...inBuilds].filter((name) => !madeElsewhere.includes(name ?? "")));

    expect([...read].sort()).toEqual(placed.map(({ parameter }) => parameter).sort());
    expect(inBuilds.length).toBeGreaterThan(3);
  });

  it("has a separate variable for each parameter, all secret, except those of the end-to-end test", () => {
    const variables = new Set(placed.map(({ secret }) => secret.variable));
    const open = [...variables].filter((name) => !("secret" in variableTable[name]));

    expect(open).toEqual(["E2E_WEBSOCKET_URL", "E2E_GROUP_URL", "E2E_CHANNEL"]);
    expect(variables.size).toBe(new Set(placed.map(({ secret }) => secret)).size);
  });
});
