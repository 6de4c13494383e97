import { isDeepStrictEqual } from "node:util";
import type { StackModel } from "./stack/model";

/** An update changes something that a running server cannot change, such as the region. */
export class StackUpdateError extends Error {
  override readonly name = "StackUpdateError";
}

/**
 * Rejects changes that a running server cannot make, because it has already passed the old names to clients and
 * functions.
 *
 * @throws StackUpdateError that names each change and the fix
 */
export function refuseUnswappable(before: StackModel, after: StackModel): void {
  const queues = before.queues.flatMap((queue) => {
    const next = after.queues.find(({ arn }) => arn === queue.arn);
    return next === undefined || next.fifo === queue.fifo
      ? []
      : [`${next.address} changes from ${kindOf(queue.fifo)} to ${kindOf(next.fifo)}`];
  });
  const account = (["region", "accountId"] as const)
    .filter((name) => before[name] !== after[name])
    .map(
      (name) =>
        `the ${name === "region" ? "region" : "account"} changes from ${before[name]} to ${after[name]}`,
    );
  const reasons = [...account, ...queues];
  if (reasons.length > 0) {
    throw new StackUpdateError(
      `Cannot update the running server: ${reasons.join("; ")}. Restart it to serve the new stack.`,
    );
  }
}

/**
 * Returns the differences between two stacks, one line each, for example `aws_apigatewayv2_route.x (POST /tg) is
 * new`.
 */
export function describeChanges(before: StackModel, after: StackModel): readonly string[] {
  const old = new Map(parts(before).map((part) => [part.key, part]));
  const lines: string[] = [];
  for (const part of parts(after)) {
    const previous = old.get(part.key);
    old.delete(part.key);
    if (previous === undefined) {
      lines.push(`${part.label} is new`);
    } else if (!isDeepStrictEqual(previous.value, part.value)) {
      lines.push(`${part.label} has changed`);
    }
  }
  return [...lines, ...[...old.values()].map(({ label }) => `${label} is gone`)];
}

interface Part {
  readonly key: string;
  /** Name of the part in a log line. */
  readonly label: string;
  readonly value: unknown;
}

/** Splits a stack into its named parts. */
function parts(stack: StackModel): readonly Part[] {
  const part = (label: string, value: { readonly address: string }): Part => ({
    key: `${value.address} ${label}`,
    label,
    value,
  });
  return [
    ...stack.functions.map((it) => part(`function ${it.functionName}`, it)),
    ...stack.tables.map((it) => part(`table ${it.tableName}`, it)),
    ...stack.queues.map((it) => part(`queue ${it.queueName}`, it)),
    ...stack.buckets.map((it) => part(`bucket ${it.bucketName}`, it)),
    ...stack.eventSourceMappings.map((it) => part(`event source ${it.address}`, it)),
    ...stack.schedules.map((it) => part(`schedule ${it.address}`, it)),
    ...stack.invocations.map((it) => part(`invocation ${it.address}`, it)),
    ...[...stack.webSocketApis, ...stack.httpApis].flatMap(({ routes, stages, ...api }) => [
      part(`API ${api.name}`, api),
      ...routes.map((it) => part(`route ${it.routeKey}`, it)),
      ...stages.map((it) => part(`stage ${it.name} of ${api.name}`, it)),
    ]),
  ];
}

function kindOf(fifo: boolean): string {
  return fifo ? "a FIFO queue" : "a standard queue";
}
