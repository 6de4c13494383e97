import { runScript } from "../command";
import { destroyLocal } from "../deploy/local-database";

const usage = `npm run destroy-local
Takes DynamoDB Local away, with its tables and all their data.`;

runScript({ usage, flags: [] }, destroyLocal);
