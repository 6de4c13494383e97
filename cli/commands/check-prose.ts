import { defineCommand } from "../command";

export const command = defineCommand({
  group: "check",
  summary: "Checks comments, documents, messages and test titles for words that have a plainer replacement.",
  details: `Prints each finding as file:line, with the words to write instead. The list of words is in checks/prose/rules.ts. Exit
code 0: no findings; 1: findings.`,
  arguments: {
    paths: { help: "files and folders of the repository (default: all)", many: true },
  },
  json: "the findings",
  run: async ({ paths }) => {
    const { checkProse } = await import("../../checks/prose/check-prose");
    const findings = checkProse(paths);
    const lines = findings.map(({ file, line, found, advice }) => `${file}:${line}: "${found}": ${advice}`);
    return {
      json: findings,
      ...(findings.length === 0
        ? { text: "No findings." }
        : {
            failure: `${lines.join("\n")}\n${findings.length} findings. See checks/prose/rules.ts for the list.`,
          }),
    };
  },
});
