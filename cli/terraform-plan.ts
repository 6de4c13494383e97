import { z } from "zod";

/** One change that a plan holds: https://developer.hashicorp.com/terraform/internals/json-format#change-representation */
const changeSchema = z.object({
  /** `no-op`, `create`, `read`, `update`, `delete`, `forget`; two of them are a replacement. */
  actions: z.array(z.string()),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  /** Like `after`, with `true` for what is known after the apply only. */
  after_unknown: z.unknown().optional(),
  /** Like `before`, with `true` for what is secret. */
  before_sensitive: z.unknown().optional(),
  /** Like `after`, with `true` for what is secret. */
  after_sensitive: z.unknown().optional(),
  /** What makes it a replacement: paths of attributes. */
  replace_paths: z.array(z.array(z.union([z.string(), z.number()]))).nullish(),
  importing: z.unknown().optional(),
});

/** A change of a plan, or what was changed outside of Terraform. */
export type PlannedChange = z.infer<typeof changeSchema>;

const resourceChangeSchema = z.object({
  address: z.string(),
  /** Where it was before a move. */
  previous_address: z.string().nullish(),
  mode: z.string().nullish(),
  type: z.string(),
  /** Key of an old object that a replacement has left behind. */
  deposed: z.string().nullish(),
  change: changeSchema,
});

/** What a plan does with a resource, or what was done to it outside of Terraform. */
export type ResourceChange = z.infer<typeof resourceChangeSchema>;

/** The parts of Terraform's JSON of a plan that are looked at: https://developer.hashicorp.com/terraform/internals/json-format#plan-representation */
export const planSchema = z.object({
  format_version: z.string().optional(),
  /** True: it broke off, and holds not all. */
  errored: z.boolean().default(false),
  /** What the refresh found otherwise than the state remembers. */
  resource_drift: z.array(resourceChangeSchema).default([]),
  resource_changes: z.array(resourceChangeSchema).default([]),
  output_changes: z.record(z.string(), changeSchema).default({}),
});

/** A plan as its JSON shows it. */
export type Plan = z.infer<typeof planSchema>;
