import { runScript } from "../command";
import { deployLocal } from "../deploy/local-database";

const usage = `npm run deploy-local
Brings DynamoDB Local up in Docker, with the tables of the stage dev. Data of an earlier run is kept.
Needs Docker and Terraform; no account and no setting.`;

runScript({ usage, flags: [] }, deployLocal);
