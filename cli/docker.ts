import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../constructs/user-error";
import { tryRun } from "./run";

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
  if (/permission denied/i.test(result.output)) {
    throw new UserError(
      `Docker runs, and you may not speak to it: add yourself to its group with "sudo usermod -aG docker $USER" and log in again; or use the embedded database: npm start needs no Docker. It said: ${firstLine(result.output)}`,
    );
  }
  if (result.status !== 0) {
    throw new UserError(
      `Docker is installed, and its engine does not answer: start Docker Desktop, or "sudo systemctl start docker"; npm start needs no Docker. It said: ${firstLine(result.output)}`,
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
 * Why a container that should run now does not, in a sentence with what to do; `undefined`: it runs.
 *
 * @param image as the container's declaration names it
 */
export function explainAbsence(name: string, image: string): string | undefined {
  const state = containerState(name);
  if (state === "running") {
    return undefined;
  }
  if (state === "stopped") {
    return `The container ${name} has ended: "docker logs ${name}" says why. If its port was taken meanwhile, end what has it; else remove the container with "docker rm ${name}" and try again.`;
  }
  const found = tryRun("docker", ["image", "inspect", "--format", "{{.Id}}", image]);
  return found?.status === 0
    ? `The container ${name} could not be made; what Docker said stands above.`
    : `The image ${image} is not here, and could not be pulled: is there a network, or a proxy to set, or a limit of Docker Hub ("docker login")? "docker pull ${image}" says more. npm start needs no Docker.`;
}

/**
 * Starts a container that is stopped.
 * @throws UserError when it does not start, or ends at once
 */
export function startContainer(name: string): void {
  const result = tryRun("docker", ["start", name]);
  if (/paused/i.test(result?.output ?? "")) {
    throw new UserError(`The container ${name} is paused: "docker unpause ${name}" lets it run again.`);
  }
  if (result === undefined || result.status !== 0) {
    throw new UserError(
      `The container ${name} is stopped and does not start. Docker said: ${firstLine(result?.output)}. If it says that the port is in use, end what uses it; else remove the container with "docker rm ${name}" and try again.`,
    );
  }
  if (containerState(name) !== "running") {
    throw new UserError(
      `The container ${name} ended as soon as it was started: "docker logs ${name}" says why.`,
    );
  }
}

/**
 * Waits until the health check of a container that runs has passed. Docker ends the wait: it calls a container
 * unhealthy when the check has used up its retries.
 * @throws UserError when the container ends, or does not answer
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
      `The container ${name} does not answer (Docker: ${firstLine(now)}): "docker logs ${name}" says why. To make it anew with the same data, remove it with "docker rm -f ${name}" and run "npm run deploy-local".`,
    );
  }
}

/** A sentence has one line; what follows is in the program's own words on the screen of who asks it. */
function firstLine(output = ""): string {
  return output.split("\n")[0]?.trim() ?? "";
}
