import { join } from "node:path";
import { UserError } from "../../constructs/user-error";
import type { ServerCall } from "../harness/kite-server";
import { type RunEvent, readJournal } from "./record";
import { journalFiles } from "./run-sweep";

/**
 * Returns all journal entries for one message in order of time: the actions of its sender, the calls with that message
 * and their faults, and the other calls of the same invocations.
 *
 * @param outputDirectory Output folder of the run.
 * @param token For example `kv-3-120`.
 * @returns one line for each event
 * @throws UserError with some known tokens, if the journals have no entry for it
 */
export function trace(outputDirectory: string, token: string): readonly string[] {
  const calls = readJournal<ServerCall>(join(outputDirectory, journalFiles.server));
  const events = readJournal<RunEvent>(join(outputDirectory, journalFiles.run));
  const known = new Set([...events, ...calls].flatMap(({ tokens }) => tokens));
  if (!known.has(token)) {
    throw new UserError(describeUnknown(token, [...known]));
  }
  const own = calls.filter(({ tokens }) => tokens.includes(token));
  const invocations = new Set(own.flatMap(({ requestId }) => requestId ?? []));
  const concerned = calls.filter(
    (call) => own.includes(call) || (call.requestId !== undefined && invocations.has(call.requestId)),
  );
  const lines = [
    ...events
      .filter(({ tokens }) => tokens.includes(token))
      .map(({ at, who, what }) => ({ at, text: `${who.padEnd(whoWidth)} ${what}` })),
    ...concerned.map((call) => ({ at: call.at, text: describeCall(call, own.includes(call)) })),
  ].toSorted((a, b) => a.at - b.at);
  const start = lines[0]?.at ?? 0;
  return lines.map(({ at, text }) => `${((at - start) / 1000).toFixed(3).padStart(9)} s  ${text}`);
}

function describeUnknown(token: string, known: readonly string[]): string {
  return known.length === 0
    ? "There is no message to trace: the journals in .kite/sweep are missing or empty. Run npm run sweep first."
    : `--trace: no message of the last run has the token "${token}". Some known tokens: ${known.slice(0, examples).join(", ")}.`;
}

/** Maximum number of known tokens in the error message for an unknown token. */
const examples = 3;

const whoWidth = 24;

function describeCall(call: ServerCall, isOwn: boolean): string {
  const { place, key, occurrence, fault, requestId, service, action } = call;
  const struck = fault === undefined ? "" : ` [${fault}]`;
  const other = isOwn ? "" : " (about another message of the same invocation)";
  if (place === "function") {
    const id = requestId?.slice(0, idLength) ?? "";
    return `${`function ${id}`.padEnd(whoWidth)} ${service} ${action} is done, ${key}${struck}${other}`;
  }
  return `${place.padEnd(whoWidth)} ${key}, call ${occurrence + 1}${struck}${other}`;
}

const idLength = 8;
