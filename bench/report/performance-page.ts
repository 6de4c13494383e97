import type { Figure } from "../figures/figure";
import type { BenchRun } from "./saved-run";
import { printTable } from "./table";

/** The page of a run, with its table and a plot of the texts acknowledged a second. */
export function describePerformance(run: BenchRun, last: BenchRun | undefined): string {
  return `# Performance

Made by \`npm run bench -- --save\` on ${run.measuredAt}: ${run.machine}. Medians of five rounds; each figure stands
beside a limit or a peer of the same run. Server and clients share the processors.

${printTable(run, last)}

${plot(run.figures)}

## How to read it

- **Bare ws** is an echo by the \`ws\` package and nothing else: what a socket server in Node can do at most.
- **Bare SDK calls** are the requests that a text asks of AWS (one read and two writes of DynamoDB, one message to
  SQS), made by a loop for each socket, one after the other, to the same database and queue, with nothing around them.
- **Texts acknowledged** go through the gateway, a thread with the deployed bundle, the database and the queue;
  the outbox sleeps meanwhile, as on AWS it runs elsewhere. The last of these lines has it awake, and the host told.
- **An empty app** is cdktf with nothing to declare; **import** is a fresh process that loads the bundle.
- The price is explained in [cost.md](cost.md).
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
