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
   * What the runtime of the widget's function calls.
   * @default "index.handler"
   */
  widgetHandler: handler("the widget's function"),
  /**
   * Memory of the widget's function in MB, from 128 to 10240.
   * @default 256
   */
  widgetMemorySizeMb: memory(256, "the widget's function, which serves scripts from memory"),
  /**
   * Functions of the widget that run at once at most; 0 stops them.
   * @default - no reservation
   */
  widgetReservedConcurrency: option(
    z.int().min(0).max(10_000).optional(),
    "how many functions of the widget run at once at most, from 0 (none at all); left out: no reservation",
    "the concurrency quota of Lambda in your account is the upper limit; a new account has 10",
  ),
};
