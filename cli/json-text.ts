import { z } from "zod";

/** Schema that parses a text as JSON: `jsonText.pipe(schema)` reads the output of another program. */
export const jsonText = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: "custom", message: "not JSON" });
    return z.NEVER;
  }
});
