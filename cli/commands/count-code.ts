import { defineCommand } from "../command";

export const command = defineCommand({
  group: "maintain",
  summary: "Counts the lines of code by folder, without tests, comments, blank lines and imports.",
  arguments: { folder: { help: "folder of another clone (default: this one)", optional: true } },
  json: "the counts",
  run: async ({ folder }) => {
    const { countCode } = await import("../../checks/code/count-code");
    const count = countCode(folder);
    const rows = [...Object.entries(count.folders), ["total", count.total]] as const;
    return {
      json: count,
      text: rows.map(([name, lines]) => `${String(lines).padStart(6)}  ${name}`).join("\n"),
    };
  },
});
