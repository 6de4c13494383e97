import { PassThrough } from "node:stream";
import { confirm, type Dialog } from "../../cli/confirm";

/** Creates a terminal with typed input, or a pipe. */
function dialog(typed: string, isTTY = true): Dialog & { readonly shown: () => string } {
  const input = Object.assign(new PassThrough(), { isTTY });
  const output = Object.assign(new PassThrough(), { isTTY });
  input.end(typed);
  return { input, output, shown: () => String(output.read() ?? "") };
}

describe("confirm", () => {
  it("continues without a question with --yes", async () => {
    const terminal = dialog("");

    await confirm("The plan changes prod.", true, terminal);

    expect(terminal.shown()).toBe("");
  });

  it.each(["yes\n", " YES \n"])("continues if the person at the terminal types %j", async (typed) => {
    const terminal = dialog(typed);

    await confirm("The plan changes prod.", false, terminal);

    expect(terminal.shown()).toContain('The plan changes prod. Type "yes" to continue: ');
  });

  it.each(["no\n", "\n", "y\n"])("fails if the person at the terminal types %j", async (typed) => {
    const answer = confirm("The plan changes prod.", false, dialog(typed));

    await expect(answer).rejects.toThrow(/^Nothing changed\.$/);
  });

  it("fails immediately without a terminal, and reports the flag --yes", async () => {
    const piped = dialog("", false);
    // This input never ends, so a question would wait forever.
    const open = { ...piped, input: Object.assign(new PassThrough(), { isTTY: false }) };

    const answer = confirm("The plan changes prod.", false, open);

    await expect(answer).rejects.toThrow("Nothing changed. The plan changes prod. Add --yes to continue.");
  });
});
