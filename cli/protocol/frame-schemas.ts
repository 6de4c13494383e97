import { clientFrames, serverFrames } from "@kite-chat/protocol";
import { z } from "zod";
import { clientExamples, type FrameExample, serverExamples } from "./frame-examples";

/** A field of a frame. */
export interface FrameField {
  readonly name: string;
  /** The expected value. */
  readonly rule: string;
  readonly isOptional: boolean;
  /** JSON Schema. */
  readonly schema: object;
}

/** A frame, as the schemas of the protocol declare it. */
export interface DescribedFrame extends FrameExample {
  readonly type: string;
  readonly fields: readonly FrameField[];
}

type Schemas = Readonly<Record<string, Readonly<Record<string, z.core.$ZodType>>>>;

/** The frames of a client. API Gateway itself answers PING, which has no schema. */
export const describedClientFrames: readonly DescribedFrame[] = [
  ...describe(clientFrames, clientExamples),
  {
    type: "PING",
    fields: [],
    purpose: "Keeps the connection open. API Gateway answers with `PONG`.",
    example: ["PING"],
  },
];

/** The frames of the server. */
export const describedServerFrames: readonly DescribedFrame[] = describe(serverFrames, serverExamples);

/** Returns the form of a frame, for example `["JOIN", memberId, …]`. */
export function formOf({ type, fields }: DescribedFrame): string {
  return `[${[`"${type}"`, ...fields.map(({ name, isOptional }) => (isOptional ? `${name}?` : name))].join(", ")}]`;
}

/** Returns the JSON Schema of a frame: an array with the type first. */
export function frameSchema({ type, fields }: DescribedFrame): object {
  const required = fields.filter(({ isOptional }) => !isOptional).length;
  return {
    type: "array",
    prefixItems: [
      { const: type },
      ...fields.map(({ name, rule, schema }) => ({ title: name, description: rule, ...schema })),
    ],
    minItems: 1 + required,
    maxItems: 1 + fields.length,
  };
}

function describe(
  frames: Schemas,
  examples: Readonly<Record<string, FrameExample>>,
): readonly DescribedFrame[] {
  return Object.entries(frames).map(([type, fields]) => {
    const found = examples[type];
    if (found === undefined) {
      throw new Error(`cli/protocol/frame-examples.ts: expected an example of ${type}, found none.`);
    }
    return { type, ...found, fields: Object.entries(fields).map(describeField) };
  });
}

function describeField([name, schema]: readonly [string, z.core.$ZodType]): FrameField {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io: "input" });
  return {
    name,
    rule: ruleOf(schema),
    isOptional: z.core.safeParse(schema, undefined).success,
    schema: json,
  };
}

/** Returns the rule of a field: the error text for a value that no field accepts. */
function ruleOf(schema: z.core.$ZodType): string {
  return z.core.safeParse(schema, Number.NaN).error?.issues[0]?.message ?? "any value";
}
