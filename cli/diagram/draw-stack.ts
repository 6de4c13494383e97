/** A synthesized stack, as far as a drawing needs it. */
export interface DrawnStack {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, DrawnResource>>>>;
}

interface DrawnResource {
  readonly "//"?: { readonly metadata?: { readonly path?: string } };
  readonly [attribute: string]: unknown;
}

/** What belongs together: the resources of one construct. */
interface Group {
  /** Names of constructs from the stack down, at most two. */
  readonly path: readonly string[];
  readonly resources: Resource[];
}

interface Resource {
  readonly address: string;
  readonly type: string;
  readonly path: readonly string[];
  readonly body: DrawnResource;
}

/** Draws a stack in Mermaid: a box a construct with what it holds, an arrow from what refers to what it refers to. */
export function drawStack(stack: DrawnStack): string {
  const resources = resourcesOf(stack);
  const groups = groupsOf(resources);
  const boxes = [...new Set([...groups.values()].map(({ path }) => (path.length > 1 ? path[0] : undefined)))];
  return [
    "```mermaid",
    "flowchart LR",
    ...boxes.flatMap((box) => drawBox(box, groups)),
    ...arrows(resources).map(([from, to]) => `  ${from} --> ${to}`),
    "```",
  ].join("\n");
}

function resourcesOf(stack: DrawnStack): readonly Resource[] {
  return Object.entries(stack.resource ?? {}).flatMap(([type, byId]) =>
    Object.entries(byId).map(([id, body]) => ({
      address: `${type}.${id}`,
      type,
      // The first name is the stack's, the last the resource's own.
      path: (body["//"]?.metadata?.path ?? `/${id}`).split("/").slice(1),
      body,
    })),
  );
}

function groupsOf(resources: readonly Resource[]): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  for (const resource of resources) {
    const path = groupPath(resource);
    const key = idOf(path);
    const group = groups.get(key) ?? { path, resources: [] };
    group.resources.push(resource);
    groups.set(key, group);
  }
  return groups;
}

function groupPath({ path }: Resource): readonly string[] {
  return path.slice(0, Math.max(1, Math.min(2, path.length - 1)));
}

function drawBox(box: string | undefined, groups: ReadonlyMap<string, Group>): string[] {
  const inside = [...groups].filter(([, { path }]) => (path.length > 1 ? path[0] : undefined) === box);
  const nodes = inside.map(([id, group]) => `${id}["${group.path.at(-1)}<br/>${contents(group)}"]`);
  return box === undefined
    ? nodes.map((node) => `  ${node}`)
    : [`  subgraph ${idOf([box])}_box["${box}"]`, ...nodes.map((node) => `    ${node}`), "  end"];
}

/** `2 × aws_sqs_queue`, a type a line. */
function contents({ resources }: Group): string {
  const counts = new Map<string, number>();
  for (const { type } of resources) {
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return [...counts]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([type, count]) => (count === 1 ? type : `${count} × ${type}`))
    .join("<br/>");
}

function arrows(resources: readonly Resource[]): readonly (readonly [string, string])[] {
  const groupOf = new Map(resources.map((resource) => [resource.address, idOf(groupPath(resource))]));
  const lines = resources.flatMap((resource) => {
    const from = idOf(groupPath(resource));
    return referencesIn(JSON.stringify(resource.body)).flatMap((address) => {
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

/** Mermaid takes letters, digits and underscores. */
function idOf(path: readonly string[]): string {
  return path.join("_").replaceAll(/\W/g, "_");
}
