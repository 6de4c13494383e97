import { UserError } from "../settings/user-error";
import { tryRun } from "./command";

/** What Docker knows of a container. */
export type ContainerState = "absent" | "running" | "stopped";

/**
 * Checks that Docker is there and its engine answers.
 * @throws UserError with what to do
 */
export function requireDocker(): void {
  const result = tryRun("docker", ["info", "--format", "{{.ServerVersion}}"]);
  if (result === undefined) {
    throw new UserError(
      'Docker is not installed: there is no "docker" on the PATH; install it from https://docs.docker.com/get-docker/, or use the embedded database: npm start needs no Docker.',
    );
  }
  if (result.status !== 0) {
    throw new UserError(
      `Docker is installed, and its engine does not answer: start Docker Desktop, or "sudo systemctl start docker". It said: ${result.output}`,
    );
  }
}

/** Asks for the state of a container. */
export function containerState(name: string): ContainerState {
  const result = tryRun("docker", ["container", "inspect", "--format", "{{.State.Status}}", name]);
  if (result === undefined || result.status !== 0) {
    return "absent";
  }
  return result.output === "running" ? "running" : "stopped";
}

/**
 * Starts a container that is stopped.
 * @throws UserError when it does not start, or ends at once
 */
export function startContainer(name: string): void {
  const result = tryRun("docker", ["start", name]);
  if (result === undefined || result.status !== 0) {
    throw new UserError(
      `The container ${name} is stopped and does not start. Docker said: ${result?.output}. If it says that the port is in use, end what uses it; else remove the container with "docker rm ${name}" and try again.`,
    );
  }
  if (containerState(name) !== "running") {
    throw new UserError(
      `The container ${name} ended as soon as it was started: "docker logs ${name}" says why.`,
    );
  }
}
