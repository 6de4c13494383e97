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

/** The container as Terraform names it. */
const containerAddress = `docker_container.${containerName}`;

/**
 * Brings DynamoDB Local up, with its tables. Data of an earlier run is kept.
 * @throws UserError what is in the way
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
  // Docker would make the folder as root.
  mkdirSync(dataFolder(), { recursive: true });
  const terraform = Terraform.synthesize(stackName);
  try {
    if (state === "absent" && isDeployed()) {
      // Terraform asks for the tables it knows before it makes anything; somebody must be there to answer.
      terraform.apply([containerAddress]);
    }
    terraform.apply();
  } catch (error) {
    const reason = explainAbsence(containerName, imageName);
    throw reason === undefined ? error : new UserError(reason, { cause: error });
  }
  say(`DynamoDB Local answers at http://127.0.0.1:${dynamodbLocalPort}; its data lies in ${dataOfDatabase}.`);
  say(`Run the chat on it: DYNAMODB_ENDPOINT=http://127.0.0.1:${dynamodbLocalPort} npm start`);
}

/**
 * Shows what `npm run deploy-local` would change.
 * @throws UserError what is in the way, for example a container that does not run
 */
export async function diffLocal(): Promise<void> {
  const state = findContainer();
  if (isDeployed() && state !== "running") {
    throw new UserError(
      `The container ${containerName} does not run, so its tables cannot be compared: npm run deploy-local starts it.`,
    );
  }
  Terraform.synthesize(stackName).plan("local.tfplan");
}

/**
 * Takes DynamoDB Local and its data away.
 * @throws UserError what is in the way
 */
export async function destroyLocal(): Promise<void> {
  const state = findContainer();
  if (state === "stopped") {
    say(`Starting the container ${containerName}, so that its tables can be asked for.`);
    startContainer(containerName);
  }
  if (state !== "absent") {
    await waitUntilHealthy(containerName);
    Terraform.synthesize(stackName).destroy();
  }
  rmSync(dataFolder(), { recursive: true, force: true });
  rmSync(stateFile(), { force: true });
  rmSync(`${stateFile()}.backup`, { force: true });
  say(`DynamoDB Local is gone, and its data with it: ${dataOfDatabase} is deleted.`);
}

/**
 * Checks that nothing listens on a port of 127.0.0.1.
 * @throws UserError naming the port and how to find who uses it
 */
export function requireFreePort(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error) => {
      const reason =
        "code" in error && error.code === "EADDRINUSE" ? "is in use" : `cannot be used (${error.message})`;
      reject(
        new UserError(
          `Port ${port} of 127.0.0.1 ${reason}, and DynamoDB Local needs it: "lsof -i :${port}" or "docker ps" shows who has it; end that first.`,
        ),
      );
    });
    server.listen(port, "127.0.0.1", () => server.close(() => resolve()));
  });
}

/**
 * Looks for the container.
 * @throws UserError without Terraform or Docker, or when this clone did not make it
 */
function findContainer(): ContainerState {
  requireTerraform();
  requireDocker();
  const state = containerState(containerName);
  if (state !== "absent" && !isDeployed()) {
    throw new UserError(
      `There is a container ${containerName} that this clone did not make (there is no ${stateFile()}): remove it with "docker rm -f ${containerName}", or run this command in the clone that made it.`,
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

/** As the container's declaration has it: seen from the folder beside the output folder. */
function dataFolder(): string {
  return join(stateFolder(), dataOfDatabase);
}
