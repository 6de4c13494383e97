import { spawn } from "node:child_process";
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { repositoryFolder } from "../../constructs/repository";
import { stackSources } from "../../playground/live/stack-sources";

/** Files that a synth and the commands read, and that a test may change. */
const copied = [
  ...stackSources,
  "buildspecs",
  "cli",
  "checks",
  "launcher",
  "package.json",
  "tsconfig.json",
  "tsconfig.program.json",
  "cdktf.json",
];

/** Files that no test changes. */
const linked = ["packages", "playground", "widget", "node_modules"];

/** Result of a run of the program. */
export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The initial deployment file of Kite. The file in the repository may have been edited. */
const example = `{
  "account": "000000000000",
  "region": "eu-central-1",
  "app": "kite",
  "prodStage": false,
  "gitRepositoryUrl": "https://github.com/example/kite.git",
  "stages": {
    "dev": {
      "retentionDays": 7,
      "allowedOrigins": ["*"]
    }
  }
}
`;

/** Represents a copy of the program in a new folder, like a clone. */
export class Clone {
  readonly directory = realpathSync(mkdtempSync(join(tmpdir(), "kite-clone-")));

  constructor() {
    made.push(this.directory);
    for (const source of copied) {
      cpSync(join(repositoryFolder, source), join(this.directory, source), { recursive: true });
    }
    writeFileSync(join(this.directory, "deployments/kite.json"), example);
    for (const source of linked) {
      symlinkSync(join(repositoryFolder, source), join(this.directory, source));
    }
  }

  /** Runs `main.ts` with this environment and PATH only. */
  synthesize(
    environment: Readonly<Record<string, string>> = {},
    arguments_: readonly string[] = [],
  ): Promise<Run> {
    return this.node(["launcher/launch.cjs", "main.ts", ...arguments_], environment);
  }

  /** Runs a command of `kite`. */
  kite(words: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Run> {
    return this.node(["cli/kite.cjs", ...words], environment);
  }

  /** Runs Node.js in the clone. */
  node(words: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Run> {
    const child = spawn(process.execPath, words, {
      cwd: this.directory,
      env: { PATH: process.env.PATH ?? "", ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const said = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (said.stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (said.stderr += text));
    return new Promise((resolve) => child.on("close", (status) => resolve({ status, ...said })));
  }

  /** Returns the bytes of every file below a folder of the clone, by relative path. */
  files(folder = "cdktf.out"): ReadonlyMap<string, Buffer> {
    const root = join(this.directory, folder);
    const paths = readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    return new Map(paths.sort().map((path) => [relative(root, path), readFileSync(path)]));
  }
}

const made: string[] = [];
afterAll(() => {
  for (const directory of made.splice(0)) {
    rmSync(directory, { recursive: true, force: true });
  }
});
