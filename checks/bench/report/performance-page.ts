import type { Figure } from "../figures/figure";
import { type BenchRun, printTable } from "./table";

/** Returns the page of a run, with its table and a plot of the acknowledged texts a second. */
export function describePerformance(run: BenchRun, last: BenchRun | undefined): string {
  return `# Performance

Made by \`npm run bench -- --save\` on ${run.measuredAt}: ${run.machine}. Rounds: ${run.rounds}, the
median counts; each figure stands beside a limit or a peer of the same run. Server and clients share the processors.

${printTable(run, last)}

${plot(run.figures)}

## How to read it

- **Bare ws** is an echo by the \`ws\` package and nothing else: what a socket server in Node can do at most.
- **Bare SDK calls** are the requests that a text asks of AWS (one read and two writes of DynamoDB, one message to
  SQS), made by a loop for each socket, one after the other, to the same database and queue, with nothing around them.
- **Texts acknowledged** go through the gateway, a thread with the deployed bundle, the database and the queue;
  the outbox is off, because on AWS it runs elsewhere. The last of these rows includes deliveries to the host.
- **An empty app** is cdktf with nothing to declare; **import** is a fresh process that loads the bundle.
- The price is explained in [cost.md](cost.md).

## Where the time of a text goes

By a CPU profile of the deployed bundle and by the processors' time of each process: a text takes about 3 ms of the
function's thread, as much as the bare SDK calls take of theirs. A quarter of it is writing four requests to sockets,
a fourteenth each is signing them and putting the SDK's middleware together; the code of the chat itself is below a
tenth. The gateway and the queue take about 1 ms of the server's thread, the database 1 ms, V8's own threads
(garbage, compilation) 1 ms. On two processors all of it together is the limit; the bare calls are one process with
one warm thread, which is why they lead.

A thread that has just started runs cold code at a third of that speed, so no further one is started while those there
compute on all processors: with a thread for each waiting frame the same machine acknowledged half as many.
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
