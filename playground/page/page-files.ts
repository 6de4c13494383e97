import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { BuildOptions } from "esbuild";
import { repositoryFolder } from "../../constructs/repository";
import { keep, readKept } from "../../launcher/keep.cjs";

/** A file of the page. */
export interface PageFile {
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** Reads the page's files and bundles its script and style. Returns them by path. */
export function loadPageFiles(): ReadonlyMap<string, PageFile> {
  return new Map([
    ["/", read("index.html", "text/html; charset=utf-8")],
    ["/playground/kite.svg", read("kite.svg", "image/svg+xml")],
    ["/playground/page.js", bundle("browser/main.ts", "text/javascript; charset=utf-8")],
    ["/playground/style.css", bundle("style/main.css", "text/css; charset=utf-8")],
    ["/playground/shop", read("shop.html", "text/html; charset=utf-8")],
    ["/playground/shop.js", bundle("browser/shop.ts", "text/javascript; charset=utf-8")],
    ["/playground/shop.css", bundle("style/shop.css", "text/css; charset=utf-8")],
  ]);
}

function read(name: string, contentType: string): PageFile {
  return { contentType, body: readFileSync(join(__dirname, name)) };
}

function bundle(entry: string, contentType: string): PageFile {
  const options = {
    entryPoints: [join("playground/page", entry)],
    absWorkingDir: repositoryFolder,
    bundle: true,
    write: false,
    metafile: true,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    logLevel: "silent",
    tsconfigRaw: {},
  } as const satisfies BuildOptions;
  const name = `page-${basename(entry)}`;
  const key = JSON.stringify(options);
  return { contentType, body: readKept(name, key) ?? build(name, key, options) };
}

function build(name: string, key: string, options: BuildOptions): Uint8Array {
  // esbuild is loaded on demand, so that a start from the cache is faster. The synchronous call leaves no esbuild
  // process behind.
  const { buildSync }: typeof import("esbuild") = require("esbuild");
  const startedAt = Date.now();
  const { metafile, outputFiles } = buildSync(options);
  const body = outputFiles?.[0]?.contents ?? new Uint8Array();
  keep(name, key, body, { inputs: Object.keys(metafile?.inputs ?? {}), startedAt });
  return body;
}
