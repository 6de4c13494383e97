import { defineCommand } from "../command";

export const command = defineCommand({
  group: "pipeline",
  summary: "Starts a build of the project that deploys to dev, with another buildspec of the repository.",
  details: `  build-and-upload    builds the zips of the functions and uploads them to artefacts/ in the source bucket; deploys nothing
  ship-function-zip   deploys the function.zip of the source bucket to dev`,
  arguments: {
    buildspec: { help: "name of the buildspec", choices: ["build-and-upload", "ship-function-zip"] },
    version: {
      help: "a branch, tag or commit of the repository (default: gitBranch of the deployment file)",
      optional: true,
    },
  },
  run: async ({ buildspec, version }) =>
    (await import("../pipeline/start-build")).startBuild(buildspec, version),
});
