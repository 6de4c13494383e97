import { z } from "zod";
import { handler, memory, runtime } from "./lambda-options";
import { option } from "./option";

/** Options of the function that serves the widget. */
export const widgetOptions = {
  /**
   * Runtime of the widget's function.
   * @default "nodejs22.x"
   */
  widgetRuntime: runtime("the widget's function"),
  /**
   * Handler of the widget's function.
   * @default "index.handler"
   */
  widgetHandler: handler("the widget's function"),
  /**
   * Memory of the widget's function in MB, from 128 to 10240.
   * @default 256
   */
  widgetMemorySizeMb: memory(256, "the widget's function, which serves scripts from memory"),
  /**
   * Maximum number of instances of the widget's function that run in parallel; 0 stops it.
   * @default - no reservation
   */
  widgetReservedConcurrency: option(
    z.int().min(0).max(10_000).optional(),
    "a whole number from 0 (stopped) to 10000: the instances of the widget's function that run in parallel",
    "leave it out for no reservation; the concurrency quota of Lambda in your account is the upper limit, 10 in a new account",
  ),
};
