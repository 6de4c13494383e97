/** The input transformer of a target, as Terraform reads it. */
export interface InputTransformer {
  readonly input_paths: Readonly<Record<string, string>>;
  readonly input_template: string;
}

/**
 * Returns the text that EventBridge creates from an event. Inside quotes, EventBridge removes the quotes from a list or
 * an object. Outside quotes, a value is JSON. A missing value is empty.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function transform({ input_paths, input_template }: InputTransformer, event: unknown): string {
  return input_template
    .split("\n")
    .map((line) =>
      line.replaceAll(/<([\w-]+)>/g, (_all, name: string, offset: number) => {
        const path = input_paths[name];
        if (path === undefined) {
          throw new Error(`<${name}> is not among ${Object.keys(input_paths).join(", ")}.`);
        }
        const value = valueAt(event, path);
        const quoted = [...line.slice(0, offset)].filter((character) => character === '"').length % 2 === 1;
        return quoted ? unquoted(value) : JSON.stringify(value ?? "");
      }),
    )
    .join("\n");
}

function unquoted(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "").replaceAll('"', "");
}

/** Returns the value at a path such as `$.detail.stack`. */
function valueAt(event: unknown, path: string): unknown {
  return path
    .split(".")
    .slice(1)
    .reduce<unknown>(
      (value, key) =>
        typeof value === "object" && value !== null
          ? (value as Readonly<Record<string, unknown>>)[key]
          : undefined,
      event,
    );
}
