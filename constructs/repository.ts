import { resolve } from "node:path";

/** The folder of the repository: paths of sources, settings and output are told from here. */
export const repositoryFolder = resolve(__dirname, "..");
