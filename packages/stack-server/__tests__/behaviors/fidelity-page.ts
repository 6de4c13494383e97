import type { CollectedBehavior } from "./collect-behaviors";
import type { Source } from "./sources";
import { subjectTitles } from "./subjects";

/** Returns the text of docs/fidelity.md. */
export function fidelityPage(behaviors: readonly CollectedBehavior[]): string {
  const count = (kind: Source["kind"]) => behaviors.filter(({ source }) => source.kind === kind).length;
  const differing = behaviors.filter(({ here }) => here !== undefined).length;
  return [
    "# Fidelity to AWS",
    "",
    "Behaviors of AWS that the stack server reproduces. `npx kite fidelity` generates this page from the tests; do not edit",
    "it. Each row has a behavior, its source, and the test that covers it. The sources are:",
    "",
    "- **documented**: a page of AWS, of the Terraform provider or of a standard describes the behavior.",
    "- **observed**: AWS does not document the behavior, but the linked report shows it.",
    "- **assumed**: no report is known. The row gives the reason for the assumption.",
    "",
    "**Here** marks an intended difference of the stack server.",
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
    "| Behavior of AWS | Source | Test |",
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

/** Shortens `packages/stack-server/__tests__/gateway/connect.test.ts` to `gateway/connect`. */
function nameOf(file: string): string {
  return file.replace(/^.*\/__tests__\//, "").replace(/\.test\.ts$/, "");
}
