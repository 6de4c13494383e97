/** Builds the widget: `tsx build.ts [folder]`. The default folder is `dist`. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import type { BuildOptions } from "esbuild";

/** A built file. */
export interface BuiltFile {
  /** The name by which it is served. */
  readonly name: string;
  readonly body: Uint8Array;
  /** The value of the attribute `integrity`, such as `sha384-…`. */
  readonly integrity: string;
}

/** The built files of the widget. */
export interface BuiltWidget {
  /** The script that pages load, `widget.js`. It contains the placeholder once. */
  readonly loader: BuiltFile;
  /** The loader under a name with a hash. The file never changes, so a page can specify its integrity. */
  readonly pinnedLoader: BuiltFile;
  /**
   * The panel and the client with English texts, `widget-<hash>.js`. The loader contains this name, and loads the file
   * from its own folder.
   */
  readonly bundle: BuiltBundle;
  /**
   * The same bundle in each other language, also named `widget-<hash>.js`. A visitor loads one of these instead of
   * `bundle`.
   */
  readonly translations: readonly BuiltBundle[];
}

/** The panel and the client, with the texts of one language. */
interface BuiltBundle extends BuiltFile {
  /** Language tag without a region, such as `de`. */
  readonly language: string;
}

/**
 * Placeholder in the loader, including its quotes. A server may replace it with a JSON object with `endpoint`,
 * `channel`, `url` and `accepts`. If the placeholder is not replaced, none of these are set.
 */
export const servedPlaceholder = '"KITE_SERVED"';

const hashCharacters = 16;

/** Languages besides English. Each has a file in `src/texts`. */
const translatedLanguages = ["de", "es", "uk"];

/** The style sheets, by the names of their placeholders in the code. */
const styleSheets = {
  LauncherCss: "src/loader/launcher.css",
  ThemeCss: "src/ui/theme.css",
  PanelCss: "src/ui/panel.css",
  MessagesCss: "src/ui/messages.css",
  ComposerCss: "src/ui/composer.css",
};

/**
 * Names of properties that the build shortens: those of callbacks, facts, actions and times, and those inside Lit. A
 * test compares them with the names of the browser.
 */
export const shortenedNames =
  /^((on|is|has|note|read|send|start|find|keep|join|load|mark|was|would|asks|refresh)[A-Z]|_\$)|(Milliseconds|Wire|Frame|Since)$/;

/**
 * Names that stay, although they match {@link shortenedNames}: those of the browser, and those that the loader passes to
 * the bundle, which is built without it.
 */
export const keptNames =
  /^(on(Close|Line|Message|Unread)|is(Proxied|Array|Composing|Connected|NaN)|has(OwnProperty|Attributes))$/;

const shared = {
  absWorkingDir: __dirname,
  bundle: true,
  write: false,
  minify: true,
  format: "iife",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  logLevel: "silent",
  tsconfigRaw: {},
  mangleProps: shortenedNames,
  reserveProps: keptNames,
} as const satisfies BuildOptions;

/** Bundles the loader and the files that it loads. */
export function buildWidget(): BuiltWidget {
  const styles = readStyleSheets();
  const english = bundleIn("en", styles);
  const translations = translatedLanguages.map((language) => bundleIn(language, styles));
  const bundles = Object.fromEntries(
    [english, ...translations].map(({ language, name, integrity }) => [language, { name, integrity }]),
  );
  const loader = bundle({
    entryPoints: ["src/loader.ts"],
    define: { KiteBundles: JSON.stringify(bundles), ...styles },
  });
  const file = {
    body: loader,
    integrity: `sha384-${createHash("sha384").update(loader).digest("base64")}`,
  };
  return {
    loader: { name: "widget.js", ...file },
    pinnedLoader: { name: hashedName(createHash("sha256").update(loader).digest()), ...file },
    bundle: english,
    translations,
  };
}

function hashedName(hash: Buffer): string {
  return `widget-${hash.toString("hex").slice(0, hashCharacters)}.js`;
}

function bundleIn(language: string, styles: Readonly<Record<string, string>>): BuiltBundle {
  const contents = `import { provideChat } from "./bundle";
import { ${language} } from "./texts/${language}";
provideChat(${language});`;
  const body = bundle({
    stdin: { contents, resolveDir: join(__dirname, "src"), loader: "ts" },
    inject: ["src/lit-global.ts"],
    define: { globalThis: "kiteGlobal", ...styles },
  });
  const hash = createHash("sha256").update(body).digest();
  // The loader contains the names of all bundles. Short hashes keep it small.
  return {
    name: hashedName(hash),
    body,
    integrity: `sha256-${hash.toString("base64")}`,
    language,
  };
}

/**
 * Builds the module for bundlers: `index.js`, and the files that it imports when the panel opens. It imports lit-html.
 * @returns bodies by the names of their files
 */
export function buildModule(): Readonly<Record<string, Uint8Array>> {
  const { buildSync }: typeof import("esbuild") = require("esbuild");
  const outdir = join(__dirname, "dist/module");
  const { outputFiles } = buildSync({
    ...shared,
    format: "esm",
    splitting: true,
    outdir,
    external: ["lit-html"],
    entryPoints: ["src/index.ts"],
    define: readStyleSheets(),
  });
  return Object.fromEntries(outputFiles.map(({ path, contents }) => [relative(outdir, path), contents]));
}

/** Writes the widget to a folder, with `manifest.json`, and the module to its folder `module`. */
function writeWidget(folder: string): void {
  const widget = buildWidget();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { name, body } of [widget.loader, widget.bundle, ...widget.translations]) {
    writeFileSync(join(folder, name), body);
  }
  const manifest = {
    loader: { name: widget.loader.name, integrity: widget.loader.integrity },
    bundle: { name: widget.bundle.name, integrity: widget.bundle.integrity },
    translations: widget.translations.map(({ name, integrity }) => ({ name, integrity })),
    servedPlaceholder,
  };
  writeFileSync(join(folder, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  mkdirSync(join(folder, "module"));
  for (const [name, body] of Object.entries(buildModule())) {
    writeFileSync(join(folder, "module", name), body);
  }
}

/** Returns the minified style sheets, each as a string literal. */
function readStyleSheets(): Readonly<Record<string, string>> {
  const { transformSync }: typeof import("esbuild") = require("esbuild");
  return Object.fromEntries(
    Object.entries(styleSheets).map(([name, file]) => {
      const css = readFileSync(join(__dirname, file), "utf8");
      const { code } = transformSync(css, { loader: "css", minify: true, charset: "utf8" });
      // esbuild keeps the space before the value of a variable.
      return [name, JSON.stringify(code.trim().replace(/(--[a-z-]+): /g, "$1:"))];
    }),
  );
}

function bundle(options: BuildOptions): Uint8Array {
  // esbuild is loaded on demand. After the synchronous call, no esbuild process keeps running.
  const { buildSync }: typeof import("esbuild") = require("esbuild");
  const { outputFiles } = buildSync({ ...shared, ...options });
  // In minified code, line breaks occur only inside templates, where the amount of white space does not matter.
  const code = outputFiles?.[0]?.text.replace(/\s*\n\s*/g, " ") ?? "";
  return Buffer.from(code.trim(), "utf8");
}

if (require.main === module) {
  writeWidget(resolve(process.argv[2] ?? join(__dirname, "dist")));
}
