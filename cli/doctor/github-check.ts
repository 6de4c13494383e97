import { placeholderRepository } from "../../settings/deployment-options";
import type { Settings } from "../../settings/settings";
import { requireCredential } from "../github/github-credential";
import { accountCheck } from "./account-checks";
import { type Check, ok, skipped } from "./check";

/** Checks that CodeBuild can read the repository. */
export function githubCheck(settings: Settings): Check {
  const { gitRepositoryUrl } = settings.deployment;
  return {
    name: "GitHub credential",
    needs: [accountCheck],
    fix: "set GITHUB_TOKEN in .env, then run: npx kite github-credentials import",
    run: async () => {
      if (gitRepositoryUrl === placeholderRepository) {
        return skipped("gitRepositoryUrl is that of the example, so nothing is built");
      }
      await requireCredential(settings);
      return ok(`CodeBuild has one for ${new URL(gitRepositoryUrl).host}`);
    },
  };
}
