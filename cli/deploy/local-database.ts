import { existsSync, mkdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { stateFileName } from "../../constructs/account/cloud";
import {
  CONTAINER_NAME,
  DATA_FOLDER,
  DYNAMODB_LOCAL_PORT,
  IMAGE_NAME,
} from "../../constructs/storage/dynamodb-local";
import { UserError } from "../../constructs/user-error";
import { containerState, explainAbsence, requireDocker, startContainer, waitUntilHealthy } from "../docker";
import { say } from "../output";
import { stackFolder, stateFolder, synthesize } from "../synthesize";
import { requireTerraform, Terraform } from "../terraform";

const STACK = "local";

/** The container as Terraform names it. */
const CONTAINER_ADDRESS = `docker_container.${CONTAINER_NAME}`;

/**
 * Brings DynamoDB Local up, with its tables. Data of an earlier run is kept.
 * @throws UserError what is in the way
 */
export async function deployLocal(): Promise<void> {
  requireTerraform();
  requireDocker();
  const state = containerState(CONTAINER_NAME);
  refuseForeignContainer(state);
  if (state === "stopped") {
    say(`Starting the container ${CONTAINER_NAME}.`);
    startContainer(CONTAINER_NAME);
  }
  if (state === "absent") {
    await requireFreePort(DYNAMODB_LOCAL_PORT);
  } else {
    await waitUntilHealthy(CONTAINER_NAME);
  }
  // Docker would make the folder as root.
  mkdirSync(dataFolder(), { recursive: true });
  synthesize(STACK);
  const terraform = new Terraform(stackFolder(STACK));
  terraform.init();
  try {
    if (state === "absent" && isDeployed()) {
      // Terraform asks for the tables it knows before it makes anything; somebody must be there to answer.
      terraform.apply([CONTAINER_ADDRESS]);
    }
    terraform.apply();
  } catch (error) {
    const reason = explainAbsence(CONTAINER_NAME, IMAGE_NAME);
    throw reason === undefined ? error : new UserError(reason, { cause: error });
  }
  say(`DynamoDB Local answers at http://127.0.0.1:${DYNAMODB_LOCAL_PORT}; its data lies in ${DATA_FOLDER}.`);
  say(`Run the chat on it: DYNAMODB_ENDPOINT=http://127.0.0.1:${DYNAMODB_LOCAL_PORT} npm start`);
}

/**
 * Shows what `npm run deploy-local` would change.
 * @throws UserError what is in the way, for example a container that does not run
 */
export async function diffLocal(): Promise<void> {
  requireTerraform();
  requireDocker();
  const state = containerState(CONTAINER_NAME);
  refuseForeignContainer(state);
  if (isDeployed() && state !== "running") {
    throw new UserError(
      `The container ${CONTAINER_NAME} does not run, so its tables cannot be compared: npm run deploy-local starts it.`,
    );
  }
  synthesize(STACK);
  const terraform = new Terraform(stackFolder(STACK));
  terraform.init();
  terraform.plan("local.tfplan");
}

/**
 * Takes DynamoDB Local and its data away.
 * @throws UserError what is in the way
 */
export async function destroyLocal(): Promise<void> {
  requireTerraform();
  requireDocker();
  const state = containerState(CONTAINER_NAME);
  refuseForeignContainer(state);
  if (state !== "absent") {
    await destroyContainer(state);
  }
  rmSync(dataFolder(), { recursive: true, force: true });
  rmSync(stateFile(), { force: true });
  rmSync(`${stateFile()}.backup`, { force: true });
  say(`DynamoDB Local is gone, and its data with it: ${DATA_FOLDER} is deleted.`);
}

async function destroyContainer(state: "running" | "stopped"): Promise<void> {
  if (state === "stopped") {
    say(`Starting the container ${CONTAINER_NAME}, so that its tables can be asked for.`);
    startContainer(CONTAINER_NAME);
  }
  await waitUntilHealthy(CONTAINER_NAME);
  synthesize(STACK);
  const terraform = new Terraform(stackFolder(STACK));
  terraform.init();
  terraform.destroy();
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

function refuseForeignContainer(state: ReturnType<typeof containerState>): void {
  if (state !== "absent" && !isDeployed()) {
    throw new UserError(
      `There is a container ${CONTAINER_NAME} that this clone did not make (there is no ${stateFile()}): remove it with "docker rm -f ${CONTAINER_NAME}", or run this command in the clone that made it.`,
    );
  }
}

function isDeployed(): boolean {
  return existsSync(stateFile());
}

function stateFile(): string {
  return join(stateFolder(), stateFileName(STACK));
}

/** As the container's declaration has it: seen from the folder beside the output folder. */
function dataFolder(): string {
  return join(stateFolder(), DATA_FOLDER);
}
