import { cloudflarePermissions } from "../../constructs/account/rights/all-rights";
import type { DeployerPolicies } from "./deployer-policies";
import { type Policy, policyLimit, sizeOf } from "./policy";

/** The folder of the policies, from the page that describes them. */
const folder = "deployer-policy";

/** The content of docs/deployer-policy.md. */
export function describePolicies({ operator, stacks }: DeployerPolicies): string {
  const rows = [
    row("who runs the commands, whatever the stack", operator),
    ...[...stacks].map(([stack, policies]) => row(`who deploys and destroys \`${stack}\``, policies)),
  ];
  const most = Math.max(...[...stacks.values()].map((policies) => policies.length)) + operator.length;
  return [
    "# What a deployer must be allowed",
    "",
    "Made by `npx kite deployer-policy` from the synthesized plans of `deployments/everything.json`, the deployment with all",
    "that can be chosen; a test compares the two. Each type of resource has its actions in `constructs/account/rights`;",
    "a stack with a type that is not there fails the tests.",
    "",
    "| for | policies |",
    "|---|---|",
    ...rows,
    "",
    "## Apply them",
    "",
    "They name account 000000000000, the region and the names of that deployment. For a deployment of your own, with no more",
    "than it uses:",
    "",
    "```sh",
    "KITE_DEPLOYMENT=<name> npx kite deployer-policy   # writes .kite/deployer-policy/<name>/",
    "cd .kite/deployer-policy/<name>",
    "for policy in operator*.json kite-*.json; do",
    "  arn=$(aws iam create-policy --policy-name deploy-${policy%.json} --policy-document file://$policy \\",
    "    --query Policy.Arn --output text)",
    "  aws iam attach-role-policy --role-name deployer-of-kite --policy-arn $arn",
    "done",
    "```",
    "",
    `A policy has at most ${policyLimit} characters, so a stack may need more than one; for one stack and the commands that is at most`,
    `${most}, and a role takes 10 ([quotas](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html)). After`,
    "an update: `aws iam create-policy-version --set-as-default`.",
    "",
    "- **The deployer's own role must not have a name of the deployment's** (`kite-…`, `dev-…`, `prod-…`): it could rewrite itself.",
    "- **A deployer who makes roles can give a function any right.** `permissionsBoundaryArn` in the deployment file bounds",
    "  that: the policies then let roles be made and changed with that boundary alone (`iam:PermissionsBoundary`). The",
    "  boundary itself is yours to write, and no part of these policies.",
    "- Roles go to the services that need them and to no other (`iam:PassedToService`); AWS's own policies are attached by name.",
    "- **Builds by hand**: the operator starts builds, with another buildspec only those of `build-and-deploy-project`. On every",
    "  other project a denial holds against other policies, too ([pipeline](pipeline.md#what-a-person-with-push-rights-can-do)).",
    "- State: each stack reads and writes its own, and deletes nothing but its lock file.",
    "",
    "## Where a statement says `*`",
    "",
    "AWS has no finer resource for these actions, or gives a thing its id only when it is made:",
    "",
    ...wildcards([...operator, ...[...stacks.values()].flat()]).map((action) => `- \`${action}\``),
    "",
    "## Cloudflare",
    "",
    "With a domain, `CLOUDFLARE_API_TOKEN` is a token for the one zone with:",
    "",
    ...permissionsOfCloudflare().map(([permission, types]) => `- ${permission} (${types.join(", ")})`),
    "",
  ].join("\n");
}

function row(purpose: string, policies: readonly Policy[]): string {
  const links = policies.map(
    ({ name, document }) => `[${name}](${folder}/${name}.json) (${sizeOf(document)} characters)`,
  );
  return `| ${purpose} | ${links.join(", ")} |`;
}

function wildcards(policies: readonly Policy[]): readonly string[] {
  const actions = policies
    .flatMap(({ document }) => document.Statement)
    .filter(({ Resource }) => Resource.includes("*"))
    .flatMap(({ Action }) => Action);
  return [...new Set(actions)].sort();
}

function permissionsOfCloudflare(): readonly (readonly [string, readonly string[]])[] {
  const permissions = [...new Set(Object.values(cloudflarePermissions).flat())].sort();
  return permissions.map((permission) => [
    permission,
    Object.keys(cloudflarePermissions).filter((type) => cloudflarePermissions[type]?.includes(permission)),
  ]);
}
