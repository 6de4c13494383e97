import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";

/** A file of the page, ready to be sent. */
export interface PageFile {
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** Reads the page's files and bundles its script and its style, by the path that each is served at. */
export function loadPageFiles(): ReadonlyMap<string, PageFile> {
  return new Map([
    ["/", read("index.html", "text/html; charset=utf-8")],
    ["/playground/kite.svg", read("kite.svg", "image/svg+xml")],
    ["/playground/page.js", bundle("browser/main.ts", "text/javascript; charset=utf-8")],
    ["/playground/style.css", bundle("style/main.css", "text/css; charset=utf-8")],
  ]);
}

function read(name: string, contentType: string): PageFile {
  return { contentType, body: readFileSync(join(__dirname, name)) };
}

function bundle(entry: string, contentType: string): PageFile {
  // The synchronous call leaves no process of esbuild's behind.
  const { outputFiles } = buildSync({
    entryPoints: [join(__dirname, entry)],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    logLevel: "silent",
    tsconfigRaw: {},
  });
  return { contentType, body: outputFiles[0]?.contents ?? new Uint8Array() };
}
