import type { Figure } from "../figures/figure";
import { type BenchRun, printTable } from "./table";

/** Returns the page of a run, with its table and a plot of the acknowledged texts a second. */
export function describePerformance(run: BenchRun, last: BenchRun | undefined): string {
  return `# Performance

Made by \`npm run bench -- --save\` on ${run.measuredAt}: ${run.machine}. Rounds: ${run.rounds}, the
median counts; each figure is shown with a limit or a peer of the same run. Server and clients share the processors.

${printTable(run, last)}

${plot(run.figures)}

## How to read it

- **Bare ws** is an echo server with the \`ws\` package alone, which is the limit of a socket server in Node.js.
- **Bare SDK calls** are the AWS requests of a text (one read and two writes of DynamoDB, one message to SQS). A loop for each socket sends them one after another to the same database and queue, without any other work.
- **Texts acknowledged** go through the gateway, a thread with the deployed bundle, the database and the queue;
  the outbox is off, because on AWS it runs elsewhere. The last of these rows includes deliveries to the host.
- **An empty app** is cdktf with nothing to declare; **import** is a fresh process that loads the bundle.
- The price is explained in [cost.md](cost.md).

## Where the time of a text goes

These figures come from a CPU profile of the deployed bundle and from the processor time of each process. A text takes about 3 ms of the function's thread, as much as the bare SDK calls take of their thread. A quarter of that time is spent on writing four requests to sockets, a fourteenth on signing them, and another fourteenth on building the SDK's middleware. The code of the chat itself takes less than a tenth. The gateway and the queue take about 1 ms of the server's thread, the database 1 ms, V8's own threads
(garbage, compilation) 1 ms. On two processors, the sum of these is the limit. The bare calls are faster because they are one process with one warm thread.

A new thread runs cold code at a third of that speed. Therefore, no further thread is started while the existing ones use all processors. With a thread for each waiting frame, the same machine acknowledged half as many texts.
`;
}

function plot(figures: readonly Figure[]): string {
  const rates = figures.filter(({ id }) => id.startsWith("text-rate-"));
  const sockets = rates.map(({ id }) => `"${id.replace("text-rate-", "")}"`);
  const highest = Math.max(...rates.flatMap(({ value, beside }) => [value, beside?.value ?? 0]));
  return [
    "```mermaid",
    "xychart-beta",
    '  title "Texts acknowledged a second: bars are Kite, the line is the bare SDK calls"',
    `  x-axis "sockets" [${sockets.join(", ")}]`,
    `  y-axis "texts a second" 0 --> ${Math.ceil(highest / 100) * 100}`,
    `  bar [${rates.map(({ value }) => Math.round(value)).join(", ")}]`,
    `  line [${rates.map(({ beside }) => Math.round(beside?.value ?? 0)).join(", ")}]`,
    "```",
  ].join("\n");
}
