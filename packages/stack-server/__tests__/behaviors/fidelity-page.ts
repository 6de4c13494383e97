import type { CollectedBehavior } from "./collect-behaviors";
import type { Source } from "./sources";
import { subjectTitles } from "./subjects";

/** The text of docs/fidelity.md. */
export function fidelityPage(behaviors: readonly CollectedBehavior[]): string {
  const count = (kind: Source["kind"]) => behaviors.filter(({ source }) => source.kind === kind).length;
  const differing = behaviors.filter(({ here }) => here !== undefined).length;
  return [
    "# How true the local run is to AWS",
    "",
    "Made from the tests by `npx kite fidelity`; do not edit it. Each row is a behavior of AWS, how it is known, and the",
    "test which shows that the local run has it; a row is here because its test is. **Documented**: AWS, or the provider",
    "that deploys to it, says so. **Observed**: AWS does not say, but the linked report has seen it. **Assumed**: nobody",
    "is known to have looked; the reason stands beside it. Where the local run differs on purpose, the row says how.",
    "",
    `${behaviors.length} behaviors: ${count("documented")} documented, ${count("observed")} observed, ${count("assumed")} assumed; ${differing} differ on purpose.`,
    ...subjectTitles.flatMap((subject) => section(subject, behaviors)),
    "",
  ].join("\n");
}

function section(subject: string, behaviors: readonly CollectedBehavior[]): readonly string[] {
  const rows = behaviors.filter((behavior) => behavior.subject === subject);
  if (rows.length === 0) {
    return [];
  }
  return [
    "",
    `## ${subject}`,
    "",
    "| What AWS does | Known from | Test |",
    "|---|---|---|",
    ...rows.map(
      ({ aws, here, source, file }) =>
        `| ${cell(here === undefined ? aws : `${aws} **Here:** ${here}`)} | ${describeSource(source)} | [${nameOf(file)}](../${file}) |`,
    ),
  ];
}

function describeSource(source: Source): string {
  return source.kind === "assumed" ? `assumed: ${cell(source.because)}` : `[${source.kind}](${source.url})`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

/** `packages/stack-server/__tests__/gateway/connect.test.ts` is `gateway/connect`. */
function nameOf(file: string): string {
  return file.replace(/^.*\/__tests__\//, "").replace(/\.test\.ts$/, "");
}
