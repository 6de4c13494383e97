import { Clone } from "../../main/clone";

describe("kite synth", () => {
  const clone = new Clone();
  const synth = (...words: readonly string[]) => clone.kite(["synth", ...words]);

  it("prints the path of each written file", async () => {
    const { status, stdout, stderr } = await synth();

    expect(status).toBe(0);
    expect(stderr.match(/placeholder 000000000000/g)).toHaveLength(1);
    expect(stdout.trim().split("\n").sort()).toEqual(
      ["kite-build", "kite-state", "kite", "local"].map(
        (stack) => `Written: cdktf.out/stacks/${stack}/cdk.tf.json`,
      ),
    );
  });

  it("writes only the stack in its argument", async () => {
    const { stdout } = await synth("local");

    expect(stdout).toBe("Written: cdktf.out/stacks/local/cdk.tf.json\n");
  });

  it("prints only the ids and files as JSON to standard output with --json", async () => {
    const { status, stdout } = await synth("local", "--json");

    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual([{ id: "local", file: "cdktf.out/stacks/local/cdk.tf.json" }]);
  });

  it.each(["kite-local", "kite-local-build"])("writes the stack with local state %s", async (id) => {
    const { status, stdout } = await synth(id);

    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: `Written: cdktf.out/stacks/${id}/cdk.tf.json\n`,
    });
  });

  it("rejects an unknown stack with one line", async () => {
    const { status, stdout, stderr } = await synth("kyte");

    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/^<stack>: expected one of local, kite-state, .*, received "kyte"\..*\n$/);
  });
});
