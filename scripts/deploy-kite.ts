import { runScript } from "./command";
import { deployKite } from "./kite-deployment";

const usage = `npm run deploy-kite [-- --remove-prod]
Deploys the stack kite: the stage dev, and prod when the deployment has it. The plan is shown first.
  --remove-prod   go on when the plan deletes a table, bucket, API stage or mapping of prod
What is deployed stands in deployments/<KITE_DEPLOYMENT>.json. KITE_STATE=local keeps the state in a local file.`;

runScript({ usage, flags: ["remove-prod"] }, (flags) => deployKite(flags.has("remove-prod")));
