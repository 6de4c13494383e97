import { createServer } from "node:net";
import { Workshop } from "../stand-ins";

const stackHere = "-chdir=./cdktf.out/stacks/local";
const inspect = "docker container inspect --format {{.State.Status}} dynamodb-local";
const health = "docker container inspect --format {{.State.Status}} {{.State.Health.Status}} dynamodb-local";
const starting = ["docker start dynamodb-local", inspect];
const checks = ["terraform version -json", "docker info --format {{.ServerVersion}}", inspect];
const initializing = `terraform ${stackHere} init -input=false -reconfigure`;
const applying = `terraform ${stackHere} apply -input=false -auto-approve`;
const destroying = `terraform ${stackHere} destroy -input=false -auto-approve`;
const state = "terraform.local.tfstate";
const data = ".kite/dynamodb-local/shared-local-instance.db";

describe("kite deploy-local", () => {
  it("synthesizes and applies the stack local if the container is running", async () => {
    const workshop = new Workshop().container("running").file(state);

    const run = await workshop.run("deploy-local");

    expect(run).toMatchObject({ status: 0, stderr: "" });
    expect(run.stdout).toContain("DynamoDB Local is running at http://127.0.0.1:8000");
    expect(workshop.calls).toEqual([...checks, health, initializing, applying]);
    expect(workshop.has("cdktf.out/stacks/local/cdk.tf.json")).toBe(true);
    expect(workshop.has(".kite/dynamodb-local")).toBe(true);
  });

  it("starts a stopped container, and runs Terraform after the container is healthy", async () => {
    const workshop = new Workshop().container("exited").file(state).file(data);

    const run = await workshop.run("deploy-local");

    expect(run.status).toBe(0);
    expect(workshop.calls).toEqual([...checks, ...starting, health, health, initializing, applying]);
    expect(workshop.has(data)).toBe(true);
  });

  it.each<[string, Workshop, Record<string, string>, RegExp]>([
    [
      "Terraform is not installed",
      new Workshop(["docker"]),
      {},
      /^Terraform is not installed: .*developer\.hashicorp\.com/,
    ],
    [
      "Terraform is too old",
      new Workshop(),
      { TERRAFORM_VERSION: "1.9.8" },
      /^Terraform is too old: expected version 1\.10 or newer, received 1\.9\.8\./,
    ],
    [
      "Docker is not installed",
      new Workshop(["terraform"]),
      {},
      /^Docker is not installed: .*npm start needs no Docker/,
    ],
    [
      "the Docker engine is not running",
      new Workshop(),
      { ENGINE: "down" },
      /^Docker is installed, but its engine does not respond\. Start .* Docker reported: Cannot connect/,
    ],
    [
      "the Docker engine denies access",
      new Workshop(),
      { ENGINE: "closed" },
      /^Docker is running, but you have no permission to use it\. .*usermod -aG docker .*npm start needs no Docker\. Docker reported: permission denied/,
    ],
    [
      "the container is paused",
      new Workshop().container("paused").file(state),
      { START: "paused" },
      /^The container dynamodb-local is paused: "docker unpause dynamodb-local"/,
    ],
    [
      "the container belongs to another clone",
      new Workshop().container("running"),
      {},
      /^Another clone created the container dynamodb-local .*docker rm -f dynamodb-local/,
    ],
    [
      "the container does not start",
      new Workshop().container("exited").file(state),
      { START: "fails" },
      /^The container dynamodb-local is stopped and does not start\. Docker reported: port is already allocated/,
    ],
    [
      "the container stops right after its start",
      new Workshop().container("exited").file(state),
      { AFTER_START: "exited" },
      /^The container dynamodb-local stopped right after its start: "docker logs dynamodb-local" shows the reason/,
    ],
    [
      "the container does not answer",
      new Workshop().container("running").file(state),
      { HEALTH: "unhealthy" },
      /^The container dynamodb-local does not respond \(Docker: running unhealthy\): "docker logs dynamodb-local" shows the reason/,
    ],
  ])("reports in one line that %s, and changes nothing", async (_case, workshop, environment, message) => {
    const run = await workshop.run("deploy-local", environment);

    expect(run.status).toBe(1);
    expect(run.stderr).toMatch(message);
    expect(run.stderr.trim()).not.toContain("\n");
    expect(workshop.calls.filter((call) => /init|apply|destroy/.test(call))).toEqual([]);
  });

  it.each<[string, Workshop, Record<string, string>, RegExp]>([
    [
      "the image cannot be pulled",
      new Workshop(),
      { IMAGE: "absent" },
      /^The image amazon\/dynamodb-local:[\d.]+ is missing and could not be pulled\. .*"docker pull .*npm start needs no Docker\.$/,
    ],
    [
      "the container could not be created",
      new Workshop(),
      {},
      /^The container dynamodb-local could not be created\. The error of Docker is above\.$/,
    ],
    [
      "the container has stopped meanwhile",
      new Workshop().container("running").file(state),
      { CONTAINER_AFTER: "exited" },
      /^The container dynamodb-local has stopped: "docker logs dynamodb-local" shows the reason/,
    ],
  ])("reports in one line why Terraform failed if %s", async (_case, workshop, environment, message) => {
    const run = await workshop.run("deploy-local", { TERRAFORM_FAILS_AT: "apply", ...environment });

    expect(run.status).toBe(1);
    expect(run.stderr.trim()).toMatch(message);
    expect(run.stdout).not.toContain("DynamoDB Local is running");
  });

  it("fails before it creates a container if the port is in use", async () => {
    const other = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      other.once("error", () => resolve(false));
      other.listen(8000, "127.0.0.1", () => resolve(true));
    });
    const workshop = new Workshop();

    const run = await workshop.run("deploy-local");

    expect(run).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^Port 8000 of 127\.0\.0\.1 is in use, .*lsof -i :8000/),
    });
    expect(workshop.calls).toEqual(checks);
    if (isFree) {
      await new Promise((resolve) => other.close(resolve));
    }
  });

  it("fails if Terraform fails", async () => {
    const workshop = new Workshop().container("running").file(state);

    const run = await workshop.run("deploy-local", { TERRAFORM_FAILS_AT: "init" });

    expect(run.status).toBe(1);
    expect(run.stderr).toMatch(/^"terraform -chdir=.* init .*" failed \(exit code 1\)/);
    expect(workshop.calls).toEqual([...checks, health, initializing]);
  });
});

describe("kite destroy-local", () => {
  it("destroys the stack, deletes its data and state, and reports the deletion", async () => {
    const workshop = new Workshop().container("running").file(state).file(`${state}.backup`).file(data);

    const run = await workshop.run("destroy-local");

    expect(run).toMatchObject({ status: 0, stderr: "" });
    expect(run.stdout).toContain("Removed DynamoDB Local and its data in .kite/dynamodb-local.");
    expect(workshop.calls).toEqual([...checks, health, initializing, destroying]);
    expect([state, `${state}.backup`, data].map((path) => workshop.has(path))).toEqual([false, false, false]);
  });

  it("starts a stopped container, and runs Terraform after the container is healthy", async () => {
    const workshop = new Workshop().container("exited").file(state);

    const run = await workshop.run("destroy-local");

    expect(run.status).toBe(0);
    expect(workshop.calls).toEqual([...checks, ...starting, health, health, initializing, destroying]);
  });

  it("deletes data and state without Terraform if the container no longer exists", async () => {
    const workshop = new Workshop().file(state).file(data);

    const run = await workshop.run("destroy-local");

    expect(run.status).toBe(0);
    expect(workshop.calls).toEqual(checks);
    expect([state, data].map((path) => workshop.has(path))).toEqual([false, false]);
  });

  it("keeps the data if Terraform fails", async () => {
    const workshop = new Workshop().container("running").file(state).file(data);

    const run = await workshop.run("destroy-local", { TERRAFORM_FAILS_AT: "destroy" });

    expect(run.status).toBe(1);
    expect([state, data].map((path) => workshop.has(path))).toEqual([true, true]);
  });
});

describe("the command", () => {
  it.each(["deploy-local", "destroy-local"])(
    "%s prints its help with --help, and changes nothing",
    async (script) => {
      const workshop = new Workshop();

      const run = await workshop.run(script, {}, ["--help"]);

      expect(run.status).toBe(0);
      expect(run.stdout).toMatch(new RegExp(`^Usage: npx kite ${script} `));
      expect(workshop.calls).toEqual([]);
    },
  );

  it.each(["deploy-local", "destroy-local"])("%s rejects an unknown flag", async (script) => {
    const workshop = new Workshop();

    const run = await workshop.run(script, {}, ["--force"]);

    expect(run.status).toBe(1);
    expect(run.stderr).toMatch(/--force/);
    expect(workshop.calls).toEqual([]);
  });
});
