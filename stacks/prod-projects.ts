import { join } from "node:path";
import type { Construct } from "constructs";
import type { BuildProject } from "../constructs/pipeline/build-project";
import { deployOnTagRights, promoteRights } from "../constructs/pipeline/build-roles";
import { escapeTemplates, inlineBuildspec } from "../constructs/pipeline/inline-buildspec";
import { repositoryFolder } from "../constructs/repository";
import {
  addBuildProject,
  type BuildProjectsProps,
  buildRights,
  functionPrefix,
  shippingVariables,
} from "./add-build-project";

/**
 * Matches tags that start a promotion. Messages and events contain a tag's name, so other characters are not allowed.
 */
const promotingTags = "^refs/tags/v[0-9A-Za-z._+-]+$";

/**
 * Minutes after which the smoke test times out, and minutes for which a promotion waits for the test. The wait is
 * longer, because the test may be queued.
 */
const smokeTestMinutes = { run: 15, wait: 20 };

/** Represents the projects that ship to prod. Their buildspecs are inline, so that no commit can change them. */
export interface ProdProjects {
  /** Reports a tag. Its role can only put one event. */
  readonly deployOnTag: BuildProject;
  /** Ships to prod. It has no source. */
  readonly promote: BuildProject;
  /** Runs code of the repository against prod. Its role can only write its log. */
  readonly smokeTest: BuildProject;
}

/** Adds the projects that a tag starts one after another. */
export function addProdProjects(scope: Construct, props: BuildProjectsProps): ProdProjects {
  const { build, names } = props;
  const rights = buildRights(props);
  const deployOnTag = addBuildProject(scope, props, "deploy-on-tag", {
    description: "Reports the commit of a tag; it has no permission to change anything",
    buildspec: inline("deploy-on-tag"),
    environment: { EVENT_SOURCE: names.buildEventSource() },
    permissions: deployOnTagRights(rights),
    trigger: { on: "tag", reference: promotingTags, actorIds: build.releaseActorIds },
    cacheBucket: undefined,
  });
  const promote = addBuildProject(scope, props, "promote", {
    description: "Ships to prod the code that dev runs",
    source: undefined,
    buildspec: inline("promote"),
    environment: {
      ...shippingVariables(props, "prod"),
      DEV_FUNCTION_PREFIX: functionPrefix(props, "dev"),
      SMOKE_PROJECT: names.buildProject("smoke-test"),
      SMOKE_MINUTES: String(smokeTestMinutes.wait),
    },
    permissions: promoteRights(rights, names.buildProject("smoke-test")),
    cacheBucket: undefined,
  });
  const smokeTest = addBuildProject(scope, props, "smoke-test", {
    description: "Tests prod after a promotion; it has no permission to change anything",
    buildspec: inline("smoke-test"),
    environment: { STAGE: "prod" },
    permissions: [],
    // The promoted commit may no longer be the newest of the branch.
    gitCloneDepth: 0,
    timeoutMinutes: smokeTestMinutes.run,
    cacheBucket: undefined,
  });
  return { deployOnTag, promote, smokeTest };
}

function inline(name: string): string {
  return escapeTemplates(inlineBuildspec(join(repositoryFolder, "buildspecs"), name));
}
