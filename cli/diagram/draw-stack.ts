import { groupBy } from "../../checks/harness/group-by";
import type { StackBlock, SynthesizedStack } from "../stacks/synthesized-stack";

interface Resource {
  readonly address: string;
  readonly type: string;
  /** Names of its constructs, the outermost first, at most two. */
  readonly path: readonly string[];
  readonly body: StackBlock;
}

/** Draws a stack in Mermaid: a box for each construct, and an arrow from each resource to those that it references. */
export function drawStack(stack: SynthesizedStack): string {
  const resources = resourcesOf(stack);
  const boxes = groupBy(resources, ({ path: [box], path }) => (path.length > 1 ? box : undefined));
  return [
    "```mermaid",
    "flowchart LR",
    ...[...boxes].flatMap(([box, inside]) => drawBox(box, inside)),
    ...arrows(resources).map(([from, to]) => `  ${from} --> ${to}`),
    "```",
  ].join("\n");
}

function resourcesOf(stack: SynthesizedStack): readonly Resource[] {
  return Object.entries(stack.resource ?? {}).flatMap(([type, byId]) =>
    Object.entries(byId).map(([id, body]) => {
      // The first name belongs to the stack, the last name to the resource.
      const names = (body["//"]?.metadata?.path ?? `/${id}`).split("/").slice(1);
      const path = names.slice(0, Math.max(1, Math.min(2, names.length - 1)));
      return { address: `${type}.${id}`, type, path, body };
    }),
  );
}

function drawBox(box: string | undefined, inside: readonly Resource[]): readonly string[] {
  const groups = groupBy(inside, ({ path }) => path.join("/"));
  const nodes = [...groups.values()].map(
    (group) => `${idOf(group[0]?.path)}["${group[0]?.path.at(-1)}<br/>${contents(group)}"]`,
  );
  return box === undefined
    ? nodes.map((node) => `  ${node}`)
    : [`  subgraph ${idOf([box])}_box["${box}"]`, ...nodes.map((node) => `    ${node}`), "  end"];
}

/** Lists the resources by type, one type on each line, for example `2 × aws_sqs_queue`. */
function contents(resources: readonly Resource[]): string {
  return [...groupBy(resources, ({ type }) => type)]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([type, { length }]) => (length === 1 ? type : `${length} × ${type}`))
    .join("<br/>");
}

function arrows(resources: readonly Resource[]): readonly (readonly [string, string])[] {
  const groupOf = new Map(resources.map(({ address, path }) => [address, idOf(path)]));
  const lines = resources.flatMap(({ path, body }) => {
    const from = idOf(path);
    return referencesIn(JSON.stringify(body)).flatMap((address) => {
      const to = groupOf.get(address);
      return to === undefined || to === from ? [] : [`${from} ${to}`];
    });
  });
  return [...new Set(lines)].sort().map((line) => {
    const [from = "", to = ""] = line.split(" ");
    return [from, to] as const;
  });
}

function referencesIn(text: string): readonly string[] {
  return [...text.matchAll(/\b(aws|cloudflare|docker)_[a-z0-9_]+\.[A-Za-z][\w-]*/g)].map(
    ([address]) => address,
  );
}

/** Returns an ID of letters, digits and underscores, as Mermaid requires. */
function idOf(path: readonly string[] = []): string {
  return path.join("_").replaceAll(/\W/g, "_");
}
