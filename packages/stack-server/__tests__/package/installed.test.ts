import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addAndList } from "./add-and-list";
import { type LocalRegistry, startLocalRegistry } from "./local-registry";
import { packageRoot, readManifest, repositoryFolder } from "./package-folder";
import { runProgram, runWell, startServer } from "./run-program";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "stack-server-package-")));
const dist = join(folder, "dist");
const project = join(folder, "project");
const stack = join(folder, "out", "stacks", "todo");
let registry: LocalRegistry;

beforeAll(async () => {
  const tsx = ["--require", require.resolve("tsx/cjs")];
  mkdirSync(dist);
  writeFileSync(join(dist, "stale.js"), "");
  await runWell(process.execPath, [...tsx, "build.ts", dist], { cwd: packageRoot });
  await runWell("npm", ["pack", dist, "--pack-destination", folder], { cwd: folder });
  await runWell(process.execPath, [...tsx, "main.ts"], {
    cwd: join(packageRoot, "examples", "todo"),
    env: { CDKTF_OUTDIR: join(folder, "out") },
  });
  registry = await startLocalRegistry();
  const [tarball = ""] = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), "{}");
  await runWell("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", join(folder, tarball)], {
    cwd: project,
    env: {
      npm_config_registry: registry.url,
      npm_config_cache: join(folder, "cache"),
      npm_config_userconfig: join(folder, "npmrc"),
    },
  });
});

afterAll(async () => {
  await registry.close();
  rmSync(folder, { recursive: true, force: true });
});

const node = (...args: string[]) => runProgram(process.execPath, args, { cwd: project });

describe("the build", () => {
  it("contains no file of an earlier build", () => {
    expect(existsSync(join(dist, "stale.js"))).toBe(false);
  });

  it("contains JavaScript, types and the files that the threads of functions load", () => {
    const names = readdirSync(dist, { recursive: true, encoding: "utf8" });
    const others = names.filter((name) => /\.[^/]+$/.test(name) && !/\.(js|mjs|d\.ts)$/.test(name));

    expect(others.sort()).toEqual(["README.md", "package.json"]);
    expect(names).toEqual(expect.arrayContaining(["LICENSE", "index.js", "index.d.ts"]));
    expect(names).toContain(join("functions", "worker.mjs"));
  });

  it("has the name, the version and the dependencies of the source", () => {
    const { name, version, dependencies, optionalDependencies } = readManifest(packageRoot);

    expect(readManifest(dist)).toMatchObject({ name, version, dependencies, optionalDependencies });
    expect(readManifest(dist)).not.toHaveProperty("devDependencies");
    expect(readManifest(dist)).not.toHaveProperty("private");
  });
});

describe("the installed package", () => {
  it("does not install any tool of this repository", () => {
    const packages = readdirSync(join(project, "node_modules"));

    expect(packages).toContain("@kite-chat");
    expect(packages.filter((name) => /^(tsx|esbuild|typescript|cdktf|jest)$/.test(name))).toEqual([]);
  });

  it("serves a stack with its command", async () => {
    const command = join(project, "node_modules", ".bin", "stack-server");
    const server = await startServer(command, [stack, "--port", "0"], { cwd: project });

    const todos = await addAndList(server.printed).finally(server.stop);

    expect(todos).toEqual(["buy milk", "water the plants"]);
    expect(await server.stop()).toMatchObject({ status: 0, stderr: "" });
  });

  it.each([
    [
      "require",
      "commonjs",
      'const { serve } = require("@kite-chat/stack-server"); console.log(typeof serve)',
    ],
    ["import", "module", 'import { serve } from "@kite-chat/stack-server"; console.log(typeof serve)'],
  ])("can be loaded by %s", async (_, type, code) => {
    const { stdout, stderr } = await node(`--input-type=${type}`, "-e", code);

    expect([stdout, stderr]).toEqual(["function\n", ""]);
  });

  it.each(["server", "server.js", "src/index.ts", "package.json"])(
    "cannot be imported by %s",
    async (path) => {
      const { stderr } = await node("-e", `require("@kite-chat/stack-server/${path}")`);

      expect(stderr).toContain("ERR_PACKAGE_PATH_NOT_EXPORTED");
    },
  );

  it.each(["nodenext", "preserve"])(
    "has types that compile without other packages, with module %s",
    async (module) => {
      writeFileSync(join(project, "consumer.ts"), consumer);
      const options = {
        module,
        target: "es2023",
        strict: true,
        skipLibCheck: false,
        noEmit: true,
        types: [],
      };
      writeFileSync(
        join(project, "tsconfig.json"),
        JSON.stringify({ compilerOptions: options, files: ["consumer.ts"] }),
      );

      const compiler = join(repositoryFolder, "node_modules", "typescript", "bin", "tsc");
      const { status, stdout } = await node(compiler, "-p", project);

      expect([stdout, status]).toEqual(["", 0]);
    },
  );
});

const consumer = `
import { type LocalServer, StackError, printLog, serve, type ServeOptions } from "@kite-chat/stack-server";
export * from "@kite-chat/stack-server";

export async function start(stackDirectory: string): Promise<LocalServer | undefined> {
  const options: ServeOptions = { stackDirectory, port: 0, log: printLog((line) => line.length) };
  try {
    return await serve(options);
  } catch (error) {
    if (error instanceof StackError) return undefined;
    throw error;
  }
}

// Unresolved types would be \`any\`, which would accept this.
// @ts-expect-error A port is a number.
export const wrong: ServeOptions = { stackDirectory: "", port: "0" };
`;
