import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { repositoryFolder } from "../../constructs/repository";
import { type Buildspec, buildspecNamed, buildspecs } from "./buildspec";
import { type BuildResult, runPhases } from "./run-phases";

export const sourceBucket = "kite-source-123456789012";
/** SHA-256 of the file that the stand-in of curl downloads. */
export const downloadSha256 = createHash("sha256").update("terraform").digest("hex");
export const functionRoles = ["request-dispatcher", "outbox", "lifecycle-handler", "widget"] as const;

/** Variables of the project that deploys to dev. `roles.test.ts` compares them with the stack. */
const testProject: Readonly<Record<string, string>> = {
  KITE_APP: "kite",
  KITE_DEPLOYMENT: "kite",
  SOURCE_BUCKET: sourceBucket,
  EVENT_SOURCE: "kite.build",
  STAGE: "dev",
  FUNCTION_PREFIX: "dev",
  LOCK_MINUTES: "60",
  SEED_REQUEST_DISPATCHER: "request-dispatcher.zip",
  SEED_OUTBOX: "outbox.zip",
  SEED_LIFECYCLE_HANDLER: "lifecycle-handler.zip",
  SEED_WIDGET: "widget.zip",
};

/** Variables that CodeBuild sets in every build: https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html */
const codebuild: Readonly<Record<string, string>> = {
  CODEBUILD_BUILD_ID: "build-and-deploy-project:1",
  AWS_REGION: "eu-west-1",
  CHROMIUM_PATH: "/bin/true",
  // Variables that tests must not see.
  AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "/credentials-of-the-role",
};

const programs = ["aws", "npm", "git", "curl", "sleep"];
const noted = ["npx", "unzip", "terraform"];

/** Represents a failure or another response of a stand-in. */
export interface Script {
  /** Shell pattern of the calls that get the response, such as `aws s3api put-object*`. */
  readonly call: string;
  /** @default 254, the exit code of the AWS command line for an error of a service */
  readonly exitCode?: number;
  readonly says: string;
  /** @default 1 */
  readonly times?: number;
}

/** Represents the machine of a build, with a clone, a bucket, functions, and stand-ins that are first on the PATH. */
export class BuildRoom {
  readonly directory = realpathSync(mkdtempSync(join(tmpdir(), "kite-build-")));
  readonly source = join(this.directory, "source");
  #scripts = 0;

  constructor() {
    made.push(this.directory);
    cpSync(history(), this.source, { recursive: true });
    cpSync(buildspecs, join(this.source, "buildspecs"), { recursive: true });
    const bin = join(this.directory, "bin");
    cpSync(join(__dirname, "stand-ins"), bin, { recursive: true });
    for (const program of noted) {
      cpSync(join(bin, "note-call"), join(bin, program));
    }
    for (const program of [...programs, ...noted]) {
      chmodSync(join(bin, program), 0o755);
    }
    this.file("scripts/.keep", "");
    this.file("source/node_modules/@dynoxide/linux-x64/dynoxide", "");
  }

  /** Creates the stage's functions, each with an alias for a version of old code. */
  functions(stage: string, roles: readonly string[] = functionRoles): this {
    for (const role of roles) {
      const folder = `functions/${stage}-${role}`;
      this.object(`${role}.zip`, `old zip of ${role}`);
      this.file(`${folder}/latest`, `old zip of ${role}`);
      this.file(`${folder}/version-1`, `old zip of ${role}`);
      this.file(`${folder}/alias-live`, "1\n");
    }
    return this;
  }

  /** Creates an object in the source bucket. @param ageMinutes Age of the object. */
  object(key: string, content: string | object, ageMinutes = 0): this {
    const path = `s3/${sourceBucket}/${key}`;
    this.file(path, typeof content === "string" ? content : JSON.stringify(content));
    const changed = Date.now() / 1000 - ageMinutes * 60;
    utimesSync(join(this.directory, path), changed, changed);
    return this;
  }

  script({ call, exitCode = 254, says, times = 1 }: Script): this {
    this.#scripts += 1;
    return this.file(`scripts/${this.#scripts}`, `${call}\n${times}\n${exitCode}\n${says}\n`);
  }

  /** Sets a command that runs while a build waits. @param command Shell command, with the folder of the build as `$1`. */
  meanwhile(command: string): this {
    this.file("meanwhile", `#!/usr/bin/env bash\n${command}\n`);
    chmodSync(join(this.directory, "meanwhile"), 0o755);
    return this;
  }

  file(path: string, content: string): this {
    mkdirSync(dirname(join(this.directory, path)), { recursive: true });
    writeFileSync(join(this.directory, path), content);
    return this;
  }

  /** Creates a symbolic link. @param target Path in the folder of the build. */
  link(path: string, target: string): this {
    symlinkSync(join(this.directory, target), join(this.directory, path));
    return this;
  }

  /** Links the repository's own programs into the clone, for a build that runs them instead of stand-ins. */
  linkPrograms(): this {
    for (const path of ["node_modules", "cli"]) {
      rmSync(join(this.source, path), { recursive: true, force: true });
      symlinkSync(join(repositoryFolder, path), join(this.source, path));
    }
    return this;
  }

  /** Creates another machine with its own clone, for the same account. @returns the clone's folder */
  anotherMachine(revision: string): string {
    const source = mkdtempSync(join(this.directory, "source-"));
    cpSync(this.source, source, { recursive: true });
    execFileSync("git", ["checkout", "--quiet", revision], { cwd: source });
    return source;
  }

  /** Creates an empty machine, for a build without a source. @returns its folder */
  emptyMachine(): string {
    return mkdtempSync(join(this.directory, "source-"));
  }

  /** Removes the database engine, as on a machine for which npm has none. */
  removeEngine(): this {
    rmSync(join(this.source, "node_modules/@dynoxide"), { recursive: true });
    return this;
  }

  /** Checks out another commit for the build, such as `HEAD~1`. */
  checkOut(revision: string): this {
    execFileSync("git", ["checkout", "--quiet", revision], { cwd: this.source });
    return this;
  }

  commit(revision = "HEAD"): string {
    return execFileSync("git", ["rev-parse", revision], { cwd: this.source, encoding: "utf8" }).trim();
  }

  /**
   * Runs a build.
   * @param project Variables that replace those of the project.
   * @param source Folder of another machine.
   */
  run(
    buildspec: string | Buildspec,
    environment: Readonly<Record<string, string>> = {},
    project: Readonly<Record<string, string>> = testProject,
    source = this.source,
  ): Promise<BuildResult> {
    rmSync(join(source, ".kite/pipeline"), { recursive: true, force: true });
    return runPhases(typeof buildspec === "string" ? buildspecNamed(buildspec) : buildspec, {
      directory: source,
      environment: {
        ...project,
        ...codebuild,
        PATH: [join(this.directory, "bin"), process.env.PATH ?? ""].join(delimiter),
        HOME: this.directory,
        ...environment,
      },
    });
  }

  /** Returns the calls of the stand-ins in order. @param of Program, and the start of its arguments. */
  calls(of = ""): readonly string[] {
    return this.has("calls.txt")
      ? this.read("calls.txt")
          .trim()
          .split("\n")
          .filter((call) => call.startsWith(of))
      : [];
  }

  /** Returns the keys in the source bucket, sorted. */
  keys(): readonly string[] {
    const folder = join(this.directory, "s3", sourceBucket);
    return existsSync(folder)
      ? readdirSync(folder, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
          .sort()
      : [];
  }

  /** Returns the code that each function of a stage runs, which is the version that the alias points to. */
  running(stage: string): readonly string[] {
    return functionRoles.map((role) => {
      const folder = `functions/${stage}-${role}`;
      return this.read(`${folder}/version-${this.read(`${folder}/alias-live`).trim()}`);
    });
  }

  /** Returns the events that the builds sent. */
  events(): readonly { readonly Source: string; readonly DetailType: string; readonly Detail: unknown }[] {
    const lines = this.has("events.txt") ? this.read("events.txt").trim().split("\n") : [];
    return lines
      .flatMap((line) => JSON.parse(line) as { Source: string; DetailType: string; Detail: string }[])
      .map((event) => ({ ...event, Detail: JSON.parse(event.Detail) as unknown }));
  }

  json(key: string): unknown {
    return JSON.parse(this.read(`s3/${sourceBucket}/${key}`));
  }

  has(path: string): boolean {
    return existsSync(join(this.directory, path));
  }

  read(path: string): string {
    return readFileSync(join(this.directory, path), "utf8");
  }
}

let repository: string | undefined;

/** Creates a repository with three commits. The second one does not change the sources of the functions. */
function history(): string {
  if (repository !== undefined) {
    return repository;
  }
  const directory = mkdtempSync(join(tmpdir(), "kite-history-"));
  made.push(directory);
  const git = (date: string, ...words: string[]) =>
    execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", ...words], {
      cwd: directory,
      env: { PATH: process.env.PATH ?? "", GIT_COMMITTER_DATE: date, GIT_AUTHOR_DATE: date, HOME: directory },
    });
  const commit = (path: string, content: string, date: string) => {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
    git(date, "add", path);
    git(date, "commit", "--quiet", "-m", path);
  };
  git("", "init", "--quiet", "--initial-branch=main");
  commit("lambda-src/outbox/index.ts", "one", "2026-01-01T10:00:00Z");
  commit("README.md", "words", "2026-01-02T10:00:00Z");
  commit("lambda-src/outbox/index.ts", "two", "2026-01-03T10:00:00Z");
  repository = directory;
  return directory;
}

const made: string[] = [];
afterAll(() => {
  repository = undefined;
  for (const directory of made.splice(0)) {
    rmSync(directory, { recursive: true, force: true });
  }
});
