import { z } from "zod";

/** Takes a text for what its JSON says, so that `jsonText.pipe(schema)` reads what another program printed. */
export const jsonText = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: "custom", message: "no JSON" });
    return z.NEVER;
  }
});
