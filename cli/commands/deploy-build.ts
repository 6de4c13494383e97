import { runScript } from "../command";
import { deployBuild } from "../deploy/build-deployment";

const usage = `npm run deploy-build
Deploys the stack kite-build: the bucket with the code that functions begin with, the builds, and the look for drift.
It comes before kite when the deployment has "code": "build". The plan is shown first. CodeBuild needs a credential for
GitHub: npm run github-credentials -- import.`;

runScript({ usage, flags: [] }, deployBuild);
