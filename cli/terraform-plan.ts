import { z } from "zod";

/** A change in a plan: https://developer.hashicorp.com/terraform/internals/json-format#change-representation */
const changeSchema = z.object({
  /** `no-op`, `create`, `read`, `update`, `delete` or `forget`. A replacement has two actions. */
  actions: z.array(z.string()),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  /** Like `after`, with `true` for values that are known only after the apply. */
  after_unknown: z.unknown().optional(),
  /** Like `before`, with `true` for secret values. */
  before_sensitive: z.unknown().optional(),
  /** Like `after`, with `true` for secret values. */
  after_sensitive: z.unknown().optional(),
  /** Paths of the attributes that cause a replacement. */
  replace_paths: z.array(z.array(z.union([z.string(), z.number()]))).nullish(),
  importing: z.unknown().optional(),
});

/** A change in a plan, or a change that was made outside Terraform. */
export type PlannedChange = z.infer<typeof changeSchema>;

const resourceChangeSchema = z.object({
  address: z.string(),
  /** Address before a move. */
  previous_address: z.string().nullish(),
  mode: z.string().nullish(),
  type: z.string(),
  /** Key of an old object that a failed replacement left behind. */
  deposed: z.string().nullish(),
  change: changeSchema,
});

/** A change of a resource that is planned, or that was made outside Terraform. */
export type ResourceChange = z.infer<typeof resourceChangeSchema>;

/**
 * Parts of a plan's JSON that the commands read:
 * https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
 */
export const planSchema = z.object({
  format_version: z.string().optional(),
  /** Whether planning stopped with an error, so that the plan is incomplete. */
  errored: z.boolean().default(false),
  /** Differences between the state and the refreshed resources. */
  resource_drift: z.array(resourceChangeSchema).default([]),
  resource_changes: z.array(resourceChangeSchema).default([]),
  output_changes: z.record(z.string(), changeSchema).default({}),
});

/** A plan, read from its JSON. */
export type Plan = z.infer<typeof planSchema>;
