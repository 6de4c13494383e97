import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Maximum number of characters in an inline buildspec: https://github.com/aws/aws-cdk/issues/30326 */
export const inlineBuildspecLimit = 25_600;

const stepPattern = /buildspecs\/steps\/([\w-]+\.sh)/g;
/** Matches how one step includes another. */
const sourced = /\$\(dirname "\$0"\)\/([\w-]+\.sh)/g;
const end = "END-OF-STEP";

/**
 * Returns a buildspec that needs no file of the source: its first command writes the steps that it runs. So only a
 * person who may change the project can change such a build.
 * @param directory the folder `buildspecs`
 * @param name for example `promote`
 */
export function inlineBuildspec(directory: string, name: string): string {
  const buildspec = readFileSync(join(directory, `${name}.yml`), "utf8");
  const steps = new Map<string, string>();
  const add = (step: string) => {
    if (steps.has(step)) {
      return;
    }
    const text = readFileSync(join(directory, "steps", step), "utf8");
    steps.set(step, text);
    matches(text, sourced).forEach(add);
  };
  matches(buildspec, stepPattern).forEach(add);
  return buildspec.replace(/^( *)- bash buildspecs\/steps\//m, (first, indent: string) => {
    const block = writeSteps(steps).map((line) => (line === "" ? "" : `${indent}  ${line}`));
    return `${indent}- |\n${block.join("\n")}\n${first}`;
  });
}

/** Escapes a text for Terraform, which would otherwise evaluate its template sequences. */
export function escapeTemplates(text: string): string {
  return text.replaceAll("${", "$$${").replaceAll("%{", "%%{");
}

/** Writes the steps. A source may contain files or links with the same names, so these are removed first. */
function writeSteps(steps: ReadonlyMap<string, string>): readonly string[] {
  return [
    "rm -rf .kite buildspecs",
    "mkdir -p buildspecs/steps",
    ...[...steps].flatMap(([step, text]) => [
      `cat >buildspecs/steps/${step} <<'${end}'`,
      ...text.trimEnd().split("\n"),
      end,
    ]),
  ];
}

function matches(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([, match = ""]) => match);
}
