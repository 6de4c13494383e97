import { defineCommand } from "../command";

export const command = defineCommand({
  group: "deploy",
  summary: "Removes what bootstrap created: the role for logs, and the bucket with every Terraform state.",
  details: `Every version in the bucket is deleted. It is refused while another stack of the bucket has resources.`,
  options: { yes: { help: "required, because this cannot be undone" } },
  run: async (_arguments, { yes }) => (await import("../state/destroy-state")).destroyState(yes),
});
