import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repositoryFolder } from "../../constructs/repository";
import { Synthesizer } from "../../playground/live/synthesizer";
import { readStackFacts } from "../../playground/stack-facts";

const folder = mkdtempSync(join(tmpdir(), "kite-own-program-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sourceCode = `
  s3SourceBucketName: "releases",
  mainLambdaS3Key: "main.zip",
  lifecycleLambdaS3Key: "lifecycle.zip",
  runtime: "provided.al2",
  handler: "hello.handler",`;

/** Returns a synthesizer of a custom `main.ts` with both stages. */
function synthesizerOf(code: string, stage = "dev"): Synthesizer {
  const program = join(folder, "main.ts");
  const from = (module: string) => JSON.stringify(join(repositoryFolder, module));
  writeFileSync(
    program,
    `import { App } from ${from("node_modules/cdktf")};
import { BuildStack } from ${from("stacks/build-stack")};
import { KiteStack } from ${from("stacks/kite-stack")};
const app = new App();
const place = { region: "eu-north-1", prodStage: true, s3BucketWithState: "states" };
new BuildStack(app, "kite-build", { ...place, gitRepositoryUrl: "https://github.com/example/kite.git" });
new KiteStack(app, "kite", { ...place, ${code} });
app.synth();
`,
  );
  return new Synthesizer({ stage, outputDirectory: join(folder, "out"), program });
}

// Each test starts a program.
jest.setTimeout(120_000);

describe("a custom main.ts", () => {
  it.each(["dev", "prod"])(
    "is served with the code of lambda-src, and only the stage %s, if its pipeline ships the code",
    async (stage) => {
      const synthesizer = synthesizerOf(sourceCode.replace("releases", "states-source"), stage);

      const facts = readStackFacts(await synthesizer.synthesize(), "http://localhost");

      expect(facts).toEqual({
        tokenParameter: `/kite/${stage}/telegram-bot-token`,
        identitySecretParameter: `/kite/${stage}/identity-secret`,
        webSocketPath: `/${stage}`,
        webhookUrl: `http://localhost/${stage}/tg`,
      });
      expect(synthesizer.notes).toEqual([
        "The code of the request-dispatcher for provided.al2 is not available locally. This run serves lambda-src instead.",
      ]);
    },
  );

  it("is rejected with the settings to remove if its code is in a bucket", async () => {
    const directory = await synthesizerOf(sourceCode).synthesize();

    expect(() => readStackFacts(directory, "http://localhost")).toThrow(
      /^The code of dev-\S+, dev-\S+ is in the bucket releases, so npm start cannot run it\. Remove s3SourceBucketName, the S3 keys, runtime and handler\.$/,
    );
  });
});
