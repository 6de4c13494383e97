import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../constructs/user-error";
import { tryRun } from "./run";

/** State of a container in Docker. */
export type ContainerState = "absent" | "running" | "stopped";

/**
 * Checks that Docker is installed and that its engine responds.
 * @returns the version of the engine
 * @throws UserError with the steps to fix the problem
 */
export function requireDocker(): string {
  const result = tryRun("docker", ["info", "--format", "{{.ServerVersion}}"], { timeoutSeconds: 10 });
  if (result === undefined) {
    throw new UserError(
      'Docker is not installed: there is no "docker" on the PATH. Install it from https://docs.docker.com/get-docker/, or use the embedded database: npm start needs no Docker.',
    );
  }
  if (/permission denied/i.test(result.output)) {
    throw new UserError(
      `Docker is running, but you have no permission to use it. Add yourself to its group with "sudo usermod -aG docker $USER" and log in again, or use the embedded database: npm start needs no Docker. Docker reported: ${firstLine(result.output)}`,
    );
  }
  if (result.status !== 0) {
    throw new UserError(
      `Docker is installed, but its engine does not respond. Start Docker Desktop, or run "sudo systemctl start docker". npm start needs no Docker. Docker reported: ${firstLine(result.output)}`,
    );
  }
  return firstLine(result.output);
}

/** Returns the state of a container. */
export function containerState(name: string): ContainerState {
  const result = tryRun("docker", ["container", "inspect", "--format", "{{.State.Status}}", name]);
  if (result === undefined || result.status !== 0) {
    return "absent";
  }
  return result.output === "running" ? "running" : "stopped";
}

/**
 * Explains why a container does not run, and what to do. Returns `undefined` if it runs.
 *
 * @param image Name of the image in the declaration of the container.
 */
export function explainAbsence(name: string, image: string): string | undefined {
  const state = containerState(name);
  if (state === "running") {
    return undefined;
  }
  if (state === "stopped") {
    return `The container ${name} has stopped: "docker logs ${name}" shows the reason. If another program uses its port, stop that program. Otherwise remove the container with "docker rm ${name}" and try again.`;
  }
  const found = tryRun("docker", ["image", "inspect", "--format", "{{.Id}}", image]);
  return found?.status === 0
    ? `The container ${name} could not be created. The error of Docker is above.`
    : `The image ${image} is missing and could not be pulled. Check the network, the proxy settings and the pull limit of Docker Hub ("docker login"). "docker pull ${image}" shows the error. npm start needs no Docker.`;
}

/**
 * Starts a stopped container.
 * @throws UserError if the container does not start, or stops immediately
 */
export function startContainer(name: string): void {
  const result = tryRun("docker", ["start", name]);
  if (/paused/i.test(result?.output ?? "")) {
    throw new UserError(`The container ${name} is paused: "docker unpause ${name}" resumes it.`);
  }
  if (result === undefined || result.status !== 0) {
    throw new UserError(
      `The container ${name} is stopped and does not start. Docker reported: ${firstLine(result?.output)}. If the port is in use, stop the program that uses it. Otherwise remove the container with "docker rm ${name}" and try again.`,
    );
  }
  if (containerState(name) !== "running") {
    throw new UserError(
      `The container ${name} stopped right after its start: "docker logs ${name}" shows the reason.`,
    );
  }
}

/**
 * Waits until the health check of a running container has passed. The wait is limited by Docker, which marks a
 * container unhealthy after the last retry of the check.
 * @throws UserError if the container stops, or does not respond
 */
export async function waitUntilHealthy(name: string): Promise<void> {
  const state = () =>
    tryRun("docker", ["container", "inspect", "--format", "{{.State.Status}} {{.State.Health.Status}}", name])
      ?.output;
  let now = state();
  for (; now === "running starting"; now = state()) {
    await sleep(200);
  }
  if (now !== "running healthy") {
    throw new UserError(
      `The container ${name} does not respond (Docker: ${firstLine(now)}): "docker logs ${name}" shows the reason. To create it again with the same data, remove it with "docker rm -f ${name}" and run "npm run deploy-local".`,
    );
  }
}

/** Returns the first line of an output, because an error message has no space for more. */
function firstLine(output = ""): string {
  return output.split("\n")[0]?.trim() ?? "";
}
