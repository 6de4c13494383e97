import { join } from "node:path";
import { REPOSITORY } from "../../constructs/repository";
import { UserError } from "../../constructs/user-error";
import { runScript, show, tryRun } from "../command";

const usage = `npm run get
Makes typed bindings for what terraformProviders in cdktf.json names. It names none: the bindings of aws, cloudflare and
docker come made from npm. This is for another provider, and needs the optional cdktf-cli.`;

runScript({ usage, flags: [] }, () => {
  const cdktf = join(REPOSITORY, "node_modules", ".bin", "cdktf");
  if (tryRun(cdktf, ["--version"])?.status !== 0) {
    throw new UserError(
      `The command cdktf does not run here. cdktf-cli is an optional dependency, whose terminal module has no binary for every Node (this is ${process.version}); nothing else needs it. Try "npm install" with Node.js 20 or 22.`,
    );
  }
  show(cdktf, ["get"]);
});
