import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import {
  dependenciesOf,
  folderOfPackage,
  installPackage,
  packageName,
  packPackage,
  runNode,
} from "./packed-package";

let project: string;
beforeAll(() => {
  project = installPackage(packPackage());
});

describe("the packed package", () => {
  it("runs a grammY bot in a project without other packages", () => {
    copyFileSync(join(__dirname, "consumer.cjs"), join(project, "consumer.cjs"));

    const run = runNode(project, "consumer.cjs", require.resolve("grammy"));

    expect(run.stderr).toBe("");
    expect(JSON.parse(run.stdout)).toEqual(["Ada: /start", "Test Bot: Welcome, Ada"]);
  });

  it("has types that compile in a strict project without Node's types", () => {
    writeFileSync(join(project, "consumer.ts"), typedConsumer);
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions: strict }));

    const compiler = join(dirname(require.resolve("typescript/package.json")), "bin/tsc");
    expect(runNode(project, compiler, "--project", project).stdout).toBe("");
  });

  it("contains the code, the types and the documents, but no sources and no tests", () => {
    const installed = join(project, "node_modules", packageName);

    expect(readdirSync(installed).sort()).toEqual([
      "LICENSE",
      "README.md",
      "index.js",
      "package.json",
      "types",
    ]);
    expect(readdirSync(join(installed, "types")).filter((name) => !/\.d\.ts$|^methods$/.test(name))).toEqual(
      [],
    );
  });

  it("does not name a product, except in its scope and in the license", () => {
    const installed = join(project, "node_modules", packageName);
    const scope = packageName.split("/")[0] ?? "";
    const product = new RegExp(scope.slice(1).split("-")[0] ?? "", "i");

    const naming = readdirSync(installed, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.(?:js|ts|json|md)$/.test(name))
      .filter((name) => product.test(readFileSync(join(installed, name), "utf8").replaceAll(scope, "")));

    expect(naming).toEqual([]);
  });
});

describe("the manifest", () => {
  it("declares exactly the packages that the sources import", () => {
    const sources = join(folderOfPackage, "src");
    const imported = readdirSync(sources, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => readFileSync(join(sources, name), "utf8"))
      .flatMap((code) => [...code.matchAll(/\bfrom "([^."][^"]*)"/g)].map(([, specifier = ""]) => specifier))
      .filter((specifier) => !isBuiltin(specifier));

    expect(dependenciesOf(folderOfPackage)).toEqual([...new Set(imported)]);
  });
});

const strict = {
  noEmit: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  target: "es2023",
  lib: ["es2023"],
  module: "node16",
  types: [],
};

const typedConsumer = `
import type { Message, Update } from "@grammyjs/types";
import { type BotApiServerProps, type Clock, type Fault, startBotApiServer, Telegram } from "${packageName}";

const clock: Clock = { now: () => 0, setTimeout: () => ({ cancel: () => undefined }) };
const props: BotApiServerProps = { token: "1:a", clock, groupFloodLimit: { requests: 1, seconds: 1 } };
const fault: Fault = { kind: "slow", delayMilliseconds: 5 };

export async function run(): Promise<Message | undefined> {
  const { telegram } = await startBotApiServer(props);
  telegram.faults.failNext("*", fault);
  telegram.faults.onDelivered = (update: Update) => update.update_id;
  telegram.faults.choose = ({ parameters }) => (parameters.file("photo")?.bytes.length === 0 ? fault : undefined);
  // @ts-expect-error Internal members are not part of the types.
  new Telegram().now();
  // @ts-expect-error A fault has a known kind.
  telegram.faults.failNext("*", { kind: "unknown" });
  return telegram.messages(telegram.createPrivateChat(telegram.createUser("Ada")).id)[0];
}
`;
