import { existsSync, mkdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { stateFileName } from "../../constructs/account/cloud";
import {
  containerName,
  dataOfDatabase,
  dynamodbLocalPort,
  imageName,
} from "../../constructs/storage/dynamodb-local";
import { UserError } from "../../constructs/user-error";
import {
  type ContainerState,
  containerState,
  explainAbsence,
  requireDocker,
  startContainer,
  waitUntilHealthy,
} from "../docker";
import { say } from "../output";
import { stateFolder } from "../synthesize";
import { requireTerraform, Terraform } from "../terraform";

const stackName = "local";

/** Address of the container in Terraform. */
const containerAddress = `docker_container.${containerName}`;

/**
 * Starts DynamoDB Local and creates its tables. Data of an earlier run is kept.
 * @throws UserError when a precondition is not met
 */
export async function deployLocal(): Promise<void> {
  const state = findContainer();
  if (state === "stopped") {
    say(`Starting the container ${containerName}.`);
    startContainer(containerName);
  }
  if (state === "absent") {
    await requireFreePort(dynamodbLocalPort);
  } else {
    await waitUntilHealthy(containerName);
  }
  // If the folder did not exist, Docker would create it as root.
  mkdirSync(dataFolder(), { recursive: true });
  const terraform = Terraform.synthesize(stackName);
  try {
    if (state === "absent" && isDeployed()) {
      // Terraform refreshes the tables in its state before it creates anything, so the database must run first.
      terraform.apply([containerAddress]);
    }
    terraform.apply();
  } catch (error) {
    const reason = explainAbsence(containerName, imageName);
    throw reason === undefined ? error : new UserError(reason, { cause: error });
  }
  say(
    `DynamoDB Local is running at http://127.0.0.1:${dynamodbLocalPort}. Its data is in ${dataOfDatabase}.`,
  );
  say(`To run the chat with it: DYNAMODB_ENDPOINT=http://127.0.0.1:${dynamodbLocalPort} npm start`);
}

/**
 * Shows what `npm run deploy-local` would change.
 * @throws UserError when a precondition is not met, for example if the container does not run
 */
export async function diffLocal(): Promise<void> {
  const state = findContainer();
  if (isDeployed() && state !== "running") {
    throw new UserError(
      `The container ${containerName} is not running, so its tables cannot be compared. Start it with: npm run deploy-local.`,
    );
  }
  Terraform.synthesize(stackName).plan("local.tfplan");
}

/**
 * Removes DynamoDB Local and its data.
 * @throws UserError when a precondition is not met
 */
export async function destroyLocal(): Promise<void> {
  const state = findContainer();
  if (state === "stopped") {
    say(`Starting the container ${containerName}, so that Terraform can read its tables.`);
    startContainer(containerName);
  }
  if (state !== "absent") {
    await waitUntilHealthy(containerName);
    Terraform.synthesize(stackName).destroy();
  }
  rmSync(dataFolder(), { recursive: true, force: true });
  rmSync(stateFile(), { force: true });
  rmSync(`${stateFile()}.backup`, { force: true });
  say(`Removed DynamoDB Local and its data in ${dataOfDatabase}.`);
}

/**
 * Checks that no program listens on a port of 127.0.0.1.
 * @throws UserError that names the port, and how to find the program that uses it
 */
export function requireFreePort(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error) => {
      const reason =
        "code" in error && error.code === "EADDRINUSE" ? "is in use" : `cannot be used (${error.message})`;
      reject(
        new UserError(
          `Port ${port} of 127.0.0.1 ${reason}, and DynamoDB Local needs it. Find the program that uses it with "lsof -i :${port}" or "docker ps", and stop it.`,
        ),
      );
    });
    server.listen(port, "127.0.0.1", () => server.close(() => resolve()));
  });
}

/**
 * Returns the state of the container.
 * @throws UserError without Terraform or Docker, or if another clone created the container
 */
function findContainer(): ContainerState {
  requireTerraform();
  requireDocker();
  const state = containerState(containerName);
  if (state !== "absent" && !isDeployed()) {
    throw new UserError(
      `Another clone created the container ${containerName} (there is no ${stateFile()} here). Remove it with "docker rm -f ${containerName}", or run this command in that clone.`,
    );
  }
  return state;
}

function isDeployed(): boolean {
  return existsSync(stateFile());
}

function stateFile(): string {
  return join(stateFolder(), stateFileName(stackName));
}

/** Returns the data folder. Its path in the declaration of the container is relative to the folder of the state. */
function dataFolder(): string {
  return join(stateFolder(), dataOfDatabase);
}
