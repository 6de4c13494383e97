import { runScript } from "./command";
import { destroyKite } from "./kite-deployment";

const usage = `npm run destroy-kite
Takes the stack kite away, with all its data. A protected stage (prod) is refused.
What stays: the bot's token in the parameter store ("aws ssm delete-parameter --name <output BotTokenParameter>").`;

runScript({ usage, flags: [] }, destroyKite);
