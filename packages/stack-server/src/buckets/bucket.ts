import type { BucketModel } from "../plan/model";
import type { ObjectStore } from "./store/object-store";

/** A bucket of the run: what the plan says of it, and its objects. */
export interface Bucket {
  readonly model: BucketModel;
  readonly store: ObjectStore;
}

/** The buckets of the run by their names. */
export type Buckets = ReadonlyMap<string, Bucket>;
