import { apiComputed } from "./apis";
import type { ComputedTable } from "./computed-from";
import { declaredOnlyComputed } from "./declared-only";
import { functionComputed } from "./functions";
import { storageComputed } from "./storage";

/** Attributes that are not declared and known all the same, by resource type; a declared one comes first. */
export const computedAttributes: Readonly<Record<string, ComputedTable>> = {
  ...functionComputed,
  ...apiComputed,
  ...storageComputed,
  ...declaredOnlyComputed,
};
