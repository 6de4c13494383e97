import { runScript } from "../command";
import { destroyBuild } from "../deploy/build-deployment";

const usage = `npm run destroy-build
Takes the stack kite-build away, with all that was built. The functions run on with the code they have.
What stays: the credential for GitHub ("npm run github-credentials -- delete"), and the parameters that builds read
("npm run secrets -- dev --delete", which takes the bot's token too, and "npm run secrets -- app --delete").`;

runScript({ usage, flags: [] }, destroyBuild);
