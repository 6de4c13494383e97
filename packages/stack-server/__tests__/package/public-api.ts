import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "./package-folder";

/** An exported name with its doc comment. */
export interface PublicName {
  readonly name: string;
  /** Text of the comment without asterisks. Empty if there is none. */
  readonly documentation: string;
}

/** Reads the exports of `src/index.ts`, which re-exports names of other files. */
export function readPublicApi(): readonly PublicName[] {
  const index = readFileSync(join(packageRoot, "src", "index.ts"), "utf8");
  return [...index.matchAll(/export (?:type )?\{([^}]*)\} from "([^"]+)"/g)].flatMap(
    ([, names = "", path = ""]) => {
      const source = readFileSync(join(packageRoot, "src", `${path}.ts`), "utf8");
      return names
        .split(",")
        .map((name) => name.trim().replace(/^type /, ""))
        .filter((name) => name !== "")
        .map((name) => ({ name, documentation: documentationOf(name, source) }));
    },
  );
}

/** Returns the first sentence of a doc comment, in Markdown. */
export function firstSentence(documentation: string): string {
  const [sentence = ""] = /^.*?\.(?=\s|$)/s.exec(documentation) ?? [];
  return sentence.replace(/\s+/g, " ").replace(/\{@link (\w+)\}/g, "`$1`");
}

function documentationOf(name: string, source: string): string {
  const declaration = `export (?:async )?(?:function|class|const|interface|type) ${name}\\b`;
  const [, comment = ""] = new RegExp(`/\\*\\*((?:(?!\\*/)[^])*)\\*/\\n${declaration}`).exec(source) ?? [];
  return comment.replace(/^\s*\* ?/gm, "").trim();
}
