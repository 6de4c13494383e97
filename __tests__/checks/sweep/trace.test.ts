import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { journalFiles } from "../../../checks/sweep/run-sweep";
import { trace } from "../../../checks/sweep/trace";

let journals: string;
beforeEach(() => {
  journals = mkdtempSync(join(tmpdir(), "kite-trace-"));
});
afterEach(() => rmSync(journals, { recursive: true }));

const note = (token: string) =>
  `${JSON.stringify({ at: 1_000, who: "visitor km-1", what: `sends ${token}`, tokens: [token] })}\n`;

describe("the trace of a message", () => {
  it("prints the journal entries about the message", () => {
    writeFileSync(join(journals, journalFiles.run), note("kv-1-1") + note("kv-1-2"));

    expect(trace(journals, "kv-1-2")).toEqual(["    0.000 s  visitor km-1             sends kv-1-2"]);
  });

  it("rejects an unknown token, and lists three known tokens", () => {
    const tokens = ["kv-1-1", "kv-1-2", "kv-1-3", "kv-1-4"];
    writeFileSync(join(journals, journalFiles.run), tokens.map(note).join(""));

    expect(() => trace(journals, "kv-9-9")).toThrow(
      '--trace: no message of the last run has the token "kv-9-9". Some known tokens: kv-1-1, kv-1-2, kv-1-3.',
    );
  });

  it("rejects every token if there was no run", () => {
    expect(() => trace(journals, "kv-1-1")).toThrow("Run npm run sweep first.");
  });

  it("requires a token with --last", () => {
    const repository = join(__dirname, "../../..");
    const run = spawnSync(process.execPath, ["cli/kite.cjs", "sweep", "--last"], {
      cwd: repository,
      encoding: "utf8",
    });

    expect(run).toMatchObject({
      status: 1,
      stdout: "",
      stderr: "--last needs --trace <token>. Run npx kite sweep --help for the usage.\n",
    });
  });
});
