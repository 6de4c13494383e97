import { defineCommand } from "../command";

export const command = defineCommand({
  group: "deploy",
  summary: "Removes the resources of bootstrap: the role for logs, and the bucket with all Terraform states.",
  details: `Deletes every version in the bucket. Fails while another stack of the bucket has resources.`,
  options: { yes: { help: "required, because this cannot be undone" } },
  run: async (_arguments, { yes }) => (await import("../state/destroy-state")).destroyState(yes),
});
