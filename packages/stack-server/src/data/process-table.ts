import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Returns the command line of a process, its arguments joined by spaces, or `undefined` if there is no such process. */
export function commandLineOf(pid: number): string | undefined {
  const line = process.platform === "linux" ? fromProc(pid) : fromPs(pid);
  return line === "" ? undefined : line;
}

/** A zombie process has an empty command line. */
function fromProc(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
  } catch {
    return undefined;
  }
}

function fromPs(pid: number): string | undefined {
  try {
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch {
    return undefined;
  }
}
