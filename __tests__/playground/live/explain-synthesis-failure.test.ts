import { explainSynthesisFailure } from "../../../playground/live/explain-synthesis-failure";

describe("explainSynthesisFailure", () => {
  it.each<[string, string, string]>([
    [
      "a stack that does not parse",
      `Error: Transform failed with 1 error:
/repo/stacks/kite-stack.ts:37:30: ERROR: Expected "}" but found ";"
    at failureErrorWithLog (/repo/node_modules/esbuild/lib/main.js:1752:15)`,
      'stacks/kite-stack.ts:37:30: Expected "}" but found ";"',
    ],
    [
      "a function that cannot be bundled",
      `The functions could not be bundled: Build failed with 1 error:
lambda-src/outbox/index.ts:26:6: ERROR: Expected identifier but found "="`,
      'lambda-src/outbox/index.ts:26:6: Expected identifier but found "="',
    ],
    [
      "an import of a missing file",
      `Error: Cannot find module './kite-stagx'
Require stack:
- /repo/stacks/kite-stack.ts
- /repo/main.ts
    at Module._resolveFilename (node:internal/modules/cjs/loader:1207:15)`,
      "stacks/kite-stack.ts: Cannot find module './kite-stagx'",
    ],
    [
      "an error that the stack throws",
      `TypeError: Cannot read properties of undefined (reading 'x')
    at new KiteStack (/repo/stacks/kite-stack.ts:37:54)
    at <anonymous> (/repo/main.ts:18:13)`,
      "stacks/kite-stack.ts:37:54: TypeError: Cannot read properties of undefined (reading 'x')",
    ],
    [
      "an error inside a package",
      `Error: There is already a Construct with name '$connect' in WebsocketApi [WebSocketApi]
    at Node.addChild (/repo/node_modules/constructs/src/construct.ts:530:13)
    at new WebsocketRoute (/repo/constructs/websocket-route.ts:25:5)
    at new KiteStack (/repo/stacks/kite-stack.ts:50:26)
    at <anonymous> (/repo/main.ts:18:13)`,
      "constructs/websocket-route.ts:25:5: Error: There is already a Construct with name '$connect' in WebsocketApi [WebSocketApi] (called from stacks/kite-stack.ts:50:26)",
    ],
    [
      "invalid settings, whose message already contains the file",
      "The settings of the stack kite cannot be used:\n  - region (deployments/kite.json): expected an AWS region, received 5\n",
      "The settings of the stack kite cannot be used:\n  - region (deployments/kite.json): expected an AWS region, received 5",
    ],
    [
      "a program without output",
      "",
      "the program printed no error. Run npm run synth to see its full output.",
    ],
  ])("describes %s, with file and line if they are known", (_case, said, reason) => {
    expect(explainSynthesisFailure(said, "/repo")).toBe(`The stack could not be synthesized: ${reason}`);
  });
});
