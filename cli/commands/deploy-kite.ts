import { runScript } from "../command";
import { deployKite } from "../deploy/kite-deployment";

const usage = `npm run deploy-kite [-- --remove-prod] [--yes]
Deploys the stack kite: the stage dev, and prod when the deployment has it. The plan is shown first. A bot's token that
is missing in the parameter store is put there from .env.
  --remove-prod   go on when the plan deletes a table, bucket, API stage or mapping of prod
  --yes           change prod without asking; needed without a terminal
What is deployed stands in deployments/<KITE_DEPLOYMENT>.json. KITE_STATE=local keeps the state in a local file.`;

runScript({ usage, flags: ["remove-prod", "yes"] }, (flags) =>
  deployKite({ removeProd: flags.has("remove-prod"), yes: flags.has("yes") }),
);
