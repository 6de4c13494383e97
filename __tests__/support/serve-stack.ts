import { type ServeOptions, serve } from "@kite-chat/stack-server";

/** Output of the program when the run is ready. */
export interface ServedStack {
  readonly url: string;
  readonly dynamodbEndpoint: string;
}

/** Serves a stack in a separate process, so that a test can kill it. The argument is JSON. */
async function main(options: ServeOptions): Promise<void> {
  const server = await serve(options);
  await server.create();
  const { url, dynamodbEndpoint } = server;
  process.stdout.write(`${JSON.stringify({ url, dynamodbEndpoint } satisfies ServedStack)}\n`);
  process.once("SIGTERM", () => void server.close().then(() => process.exit(0)));
}

main(JSON.parse(process.argv[2] ?? "")).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
