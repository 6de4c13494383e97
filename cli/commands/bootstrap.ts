import { runScript } from "../command";
import { bootstrap } from "../state/bootstrap";

const usage = `npm run bootstrap
Makes what comes before all stacks, once for an account and region: the S3 bucket of the Terraform states
(stateBucket in the deployment file) if it is absent, then the stack kite-state, which holds its settings and lets
API Gateway write logs. It can be run again without harm. With KITE_STATE=local there is no bucket.
What takes it away, last of all: npm run destroy-state.`;

runScript({ usage, flags: [] }, bootstrap);
