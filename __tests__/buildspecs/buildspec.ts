import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { inlineBuildspec } from "../../constructs/pipeline/inline-buildspec";
import { repositoryFolder } from "../../constructs/repository";

const phase = z.strictObject({
  "on-failure": z.enum(["ABORT", "CONTINUE"]).optional(),
  "runtime-versions": z.record(z.string(), z.number()).optional(),
  commands: z.array(z.string()).default([]),
  finally: z.array(z.string()).default([]),
});

/** The subset of the buildspec syntax that our buildspecs use: https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html */
const buildspec = z.strictObject({
  version: z.literal(0.2),
  env: z.strictObject({
    shell: z.literal("bash"),
    variables: z.record(z.string(), z.string()).default({}),
  }),
  phases: z.strictObject({
    install: phase.optional(),
    pre_build: phase.optional(),
    build: phase.optional(),
    post_build: phase.optional(),
  }),
  reports: z
    .record(
      z.string(),
      z.strictObject({
        files: z.array(z.string()),
        "base-directory": z.string(),
        "file-format": z.literal("JUNITXML"),
      }),
    )
    .optional(),
  cache: z.strictObject({ paths: z.array(z.string()) }).optional(),
});

export type Buildspec = z.infer<typeof buildspec>;
export type PhaseName = keyof Buildspec["phases"];

/** The folder of the buildspecs. */
export const buildspecs = join(repositoryFolder, "buildspecs");

/** The names of all buildspecs, without `.yml`. */
export const buildspecNames = readdirSync(buildspecs)
  .filter((name) => name.endsWith(".yml"))
  .map((name) => basename(name, ".yml"));

/** Parses a buildspec. @throws ZodError for a key that CodeBuild or the tests' runner does not support */
export function readBuildspec(text: string): Buildspec {
  return buildspec.parse(parse(text));
}

/** Reads a buildspec of the repository. @param name For example `build-and-deploy`. */
export function buildspecNamed(name: string): Buildspec {
  return readBuildspec(readFileSync(join(buildspecs, `${name}.yml`), "utf8"));
}

/** Returns a buildspec with its steps embedded, as Terraform writes it into a project. */
export function inlineBuildspecNamed(name: string): Buildspec {
  return readBuildspec(inlineBuildspec(buildspecs, name));
}
