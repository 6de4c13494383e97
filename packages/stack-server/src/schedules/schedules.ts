import { isDeepStrictEqual } from "node:util";
import type { StackModel } from "../plan/model";
import { type RunningSchedules, type SchedulesOptions, startSchedules } from "./start-schedules";

/** The part of a plan that schedules are made of. */
type SchedulePlan = Pick<StackModel, "schedules" | "region" | "accountId">;

/** The schedules of a run. */
export class Schedules {
  readonly #context: Omit<SchedulesOptions, keyof SchedulePlan>;
  #served: SchedulePlan["schedules"] = [];
  #running: RunningSchedules | undefined;

  constructor(context: Omit<SchedulesOptions, keyof SchedulePlan>) {
    this.#context = context;
  }

  /** Goes by a plan; when its schedules are others than before, all of them begin anew. */
  update({ schedules, region, accountId }: SchedulePlan): void {
    if (this.#running === undefined || !isDeepStrictEqual(schedules, this.#served)) {
      this.#running?.close();
      this.#served = schedules;
      this.#running = startSchedules({ ...this.#context, schedules, region, accountId });
    }
  }

  /** Invokes nothing any more. */
  close(): void {
    this.#running?.close();
  }
}
