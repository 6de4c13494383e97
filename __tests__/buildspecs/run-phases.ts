import { spawn } from "node:child_process";
import type { Buildspec, PhaseName } from "./buildspec";

/** Result of a build. */
export interface BuildResult {
  readonly status: "SUCCEEDED" | "FAILED";
  /** Each phase that ran, in order. */
  readonly phases: readonly (readonly [PhaseName, "SUCCEEDED" | "FAILED"])[];
  /** Output of all commands, as in the build's log. */
  readonly log: string;
}

/** Folder and environment of the commands. */
export interface BuildPlace {
  readonly directory: string;
  /** The project's variables, which override those of the buildspec. */
  readonly environment: Readonly<Record<string, string>>;
}

const order: readonly PhaseName[] = ["install", "pre_build", "build", "post_build"];

/**
 * Runs a buildspec's phases as CodeBuild does. The first command that fails ends its phase, and `finally` always runs.
 * After a failed phase the build ends, with two exceptions: `post_build` still follows `build`, and `on-failure` may
 * continue: https://docs.aws.amazon.com/codebuild/latest/userguide/view-build-details-phases.html
 *
 * Each command runs in its own shell, so a command cannot use variables that an earlier command exported.
 */
export async function runPhases(buildspec: Buildspec, place: BuildPlace): Promise<BuildResult> {
  const phases: [PhaseName, "SUCCEEDED" | "FAILED"][] = [];
  let log = "";
  let succeeding = true;
  const environment = { ...buildspec.env.variables, ...place.environment };
  const run = async (command: string): Promise<boolean> => {
    const { code, said } = await runCommand(command, place.directory, {
      ...environment,
      CODEBUILD_BUILD_SUCCEEDING: succeeding ? "1" : "0",
    });
    log += said;
    return code === 0;
  };
  for (const name of order) {
    const phase = buildspec.phases[name];
    if (phase === undefined) {
      continue;
    }
    if (!succeeding && !goesOnTo(name, buildspec, phases)) {
      continue;
    }
    let passed = true;
    for (const command of phase.commands) {
      passed = await run(command);
      if (!passed) {
        break;
      }
    }
    succeeding &&= passed;
    for (const command of phase.finally) {
      const finished = await run(command);
      passed &&= finished;
      if (!finished) {
        break;
      }
    }
    succeeding &&= passed;
    phases.push([name, passed ? "SUCCEEDED" : "FAILED"]);
  }
  return { status: succeeding ? "SUCCEEDED" : "FAILED", phases, log };
}

function goesOnTo(
  name: PhaseName,
  buildspec: Buildspec,
  ran: readonly (readonly [PhaseName, "SUCCEEDED" | "FAILED"])[],
): boolean {
  const [failed] = ran.findLast(([, status]) => status === "FAILED") ?? [];
  if (failed === undefined) {
    return true;
  }
  const rule = buildspec.phases[failed]?.["on-failure"];
  return rule === "CONTINUE" || (rule === undefined && failed === "build" && name === "post_build");
}

function runCommand(
  command: string,
  directory: string,
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly code: number | null; readonly said: string }> {
  const child = spawn("bash", ["-c", command], {
    cwd: directory,
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  const add = (text: string) => {
    said += text;
  };
  child.stdout.setEncoding("utf8").on("data", add);
  child.stderr.setEncoding("utf8").on("data", add);
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, said })));
}
