import { arch, cpus, platform, totalmem } from "node:os";

/** What the figures were taken on, in a line. */
export function thisMachine(): string {
  const processors = cpus();
  const gibibytes = Math.round(totalmem() / 1024 ** 3);
  const model = processors[0]?.model.trim().replace(/\s+/g, " ") ?? "unknown";
  return `${processors.length} × ${model}, ${gibibytes} GiB, ${platform()} ${arch()}, Node.js ${process.versions.node}`;
}
