import { runScript } from "./command";
import { diffKite } from "./kite-deployment";

const usage = `npm run diff
Shows what "npm run deploy-kite" would change. Nothing is changed.`;

runScript({ usage, flags: [] }, diffKite);
