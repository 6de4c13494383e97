import { runScript } from "../command";
import { destroyState } from "../state/destroy-state";

const usage = `npm run destroy-state -- --yes
Takes away what npm run bootstrap made: API Gateway's role for logs, and the bucket of the Terraform states with
every version in it. It is refused while another stack of the bucket has resources.
  --yes   needed, for nothing of it can be taken back`;

runScript({ usage, flags: ["yes"] }, (flags) => destroyState(flags.has("yes")));
