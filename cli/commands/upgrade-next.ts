import { UserError } from "../../constructs/user-error";
import { runScript, show, tryRun } from "../command";

const PACKAGES = ["cdktf", "cdktf-cli"] as const;

const usage = `npm run upgrade:next
Installs the version of ${PACKAGES.join(" and ")} that npm has under the tag "next".`;

/** npm is a command file on Windows, which only a shell can run: npm says where its program is. */
const npm = process.env.npm_execpath;
const [program, ...before] = npm === undefined ? ["npm"] : [process.execPath, npm];

runScript({ usage, flags: [] }, () => {
  const untagged = PACKAGES.filter((name) => !isTagged(name));
  if (untagged.length > 0) {
    throw new UserError(
      `Nothing changed: npm has no version of ${untagged.join(" and ")} under the tag "next". CDK for Terraform is archived, so none is to be expected: "npm run upgrade" installs the last release.`,
    );
  }
  show(program, [...before, "install", ...PACKAGES.map((name) => `${name}@next`)]);
});

function isTagged(name: string): boolean {
  const view = tryRun(program, [...before, "view", `${name}@next`, "version"]);
  return view?.status === 0 && view.output !== "";
}
