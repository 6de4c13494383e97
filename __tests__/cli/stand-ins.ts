import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Clone, type Run } from "../main/clone";

const terraformProgram = `#!/bin/sh
echo "terraform $*" >> "$CALLS"
[ "$1" = version ] && echo "{\\"terraform_version\\": \\"$TERRAFORM_VERSION\\"}"
[ "$2" = show ] && echo "$PLAN"
[ "$2" = apply ] && [ -n "$CONTAINER_AFTER" ] && echo "$CONTAINER_AFTER" > "$CONTAINER"
[ "$2" = "$TERRAFORM_FAILS_AT" ] && printf %s "$TERRAFORM_SAYS" >&2 && exit 1
exit 0
`;

const docker = `#!/bin/sh
echo "docker $*" >> "$CALLS"
case "$1" in
  info)
    [ "$ENGINE" = down ] && echo "Cannot connect to the Docker daemon" >&2 && exit 1
    [ "$ENGINE" = closed ] && echo "permission denied while trying to connect to the docker API
    at unix:///var/run/docker.sock" >&2 && exit 1 ;;
  image) [ "$IMAGE" = absent ] && exit 1 ;;
  container) [ -f "$CONTAINER" ] || exit 1; read -r STATUS < "$CONTAINER"
    case "$4" in *Health*)
      NOW="$HEALTH"
      [ -f "$CONTAINER.health" ] && read -r NOW < "$CONTAINER.health"
      echo "$HEALTH" > "$CONTAINER.health"
      STATUS="$STATUS $NOW" ;;
    esac
    echo "$STATUS" ;;
  start) [ "$START" = fails ] && echo "port is already allocated" >&2 && exit 1
    [ "$START" = paused ] && echo "cannot start a paused container, try unpause instead" >&2 && exit 1
    echo starting > "$CONTAINER.health"
    echo "$AFTER_START" > "$CONTAINER" ;;
esac
exit 0
`;

/** Represents a clone in which `terraform` and `docker` are stand-ins that record their calls. */
export class Workshop {
  readonly clone = new Clone();
  readonly #bin = join(this.clone.directory, "bin");
  readonly #callsFile = join(this.clone.directory, "calls.txt");
  readonly #containerFile = join(this.clone.directory, "container.txt");

  /** @param programs The stand-ins on the PATH, which has no other programs. */
  constructor(programs: readonly ("terraform" | "docker")[] = ["terraform", "docker"]) {
    mkdirSync(this.#bin);
    for (const program of programs) {
      writeFileSync(join(this.#bin, program), program === "docker" ? docker : terraformProgram);
      chmodSync(join(this.#bin, program), 0o755);
    }
  }

  /** Creates the container with a status of Docker. */
  container(status: "running" | "exited" | "paused"): this {
    writeFileSync(this.#containerFile, `${status}\n`);
    return this;
  }

  /** Creates a file in the clone. */
  file(path: string, content = "{}"): this {
    const full = join(this.clone.directory, path);
    mkdirSync(join(full, ".."), { recursive: true });
    writeFileSync(full, content);
    return this;
  }

  has(path: string): boolean {
    return existsSync(join(this.clone.directory, path));
  }

  read(path: string): string {
    return readFileSync(join(this.clone.directory, path), "utf8");
  }

  /** Runs a command of `kite` in the clone. */
  run(
    command: string,
    environment: Readonly<Record<string, string>> = {},
    flags: readonly string[] = [],
  ): Promise<Run> {
    return this.clone.kite([command, ...flags], {
      PATH: this.#bin,
      CALLS: this.#callsFile,
      CONTAINER: this.#containerFile,
      TERRAFORM_VERSION: "1.11.4",
      PLAN: "{}",
      AFTER_START: "running",
      HEALTH: "healthy",
      ...environment,
    });
  }

  /** Returns the calls of the stand-ins in order. The folder of the clone is `.`. */
  get calls(): readonly string[] {
    return existsSync(this.#callsFile)
      ? readFileSync(this.#callsFile, "utf8").trim().replaceAll(this.clone.directory, ".").split("\n")
      : [];
  }
}
