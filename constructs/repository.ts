import { resolve } from "node:path";

/** The repository's folder. Paths of sources, settings and output are relative to it. */
export const repositoryFolder = resolve(__dirname, "..");
