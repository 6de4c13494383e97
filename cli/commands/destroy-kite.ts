import { runScript } from "../command";
import { destroyKite } from "../deploy/kite-deployment";

const usage = `npm run destroy-kite [-- --remove-prod] [--yes]
Takes the stack kite away, with all its data. A protected stage (prod) is refused: npm run unprotect comes first.
  --remove-prod   go on when prod goes too
  --yes           take prod away without asking; needed without a terminal
What stays: the bots' tokens ("npm run secrets -- <stage> --delete"), where alarms are posted ("npm run secrets -- app
--delete"), and what npm run bootstrap made ("npm run destroy-state").`;

runScript({ usage, flags: ["remove-prod", "yes"] }, (flags) =>
  destroyKite({ removeProd: flags.has("remove-prod"), yes: flags.has("yes") }),
);
