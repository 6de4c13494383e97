"use strict";
// A program: reads the options of esbuild as JSON, and writes what it would write to files. lambda-bundle.ts runs it,
// for constructs are synchronous, and esbuild takes plugins only where it need not be.
const { readFileSync } = /** @type {typeof import("node:fs")} */ (require("node:fs"));
const { basename } = /** @type {typeof import("node:path")} */ (require("node:path"));
const { text } = /** @type {typeof import("node:stream/consumers")} */ (require("node:stream/consumers"));
const { serialize } = /** @type {typeof import("node:v8")} */ (require("node:v8"));
const { build } = /** @type {typeof import("esbuild")} */ (require("esbuild"));
const { builtWidgetModule } = /** @type {typeof import("./built-widget.cjs")} */ (
  require("./built-widget.cjs")
);

/** SQS answers with the names that its errors had in the query protocol: their schemas alone know those of today. */
const keepsErrors = /[\\/]client-sqs[\\/]/;

/**
 * What is made of files of packages so that esbuild leaves out of a bundle what no function uses. Lines stay where they
 * are, for the source maps.
 *
 * @type {readonly { readonly files: RegExp, readonly rewrite: (source: string, path: string) => string }[]}
 */
const rewrites = [
  {
    files: /[\\/]@aws-sdk[\\/]client-[\w-]+[\\/]dist-es[\\/]schemas[\\/]schemas_\d+\.js$/,
    rewrite: (source, path) =>
      keepsErrors.test(path) ? withPlainKeys(source) : withoutErrors(withPlainKeys(source)),
  },
  {
    files: /[\\/]@aws-sdk[\\/]client-[\w-]+[\\/]dist-es[\\/]models[\\/]errors\.js$/,
    rewrite: (source, path) => (keepsErrors.test(path) ? source : withOwnRegistration(source)),
  },
  // A client asks for its version alone, to name itself.
  {
    files: /[\\/]@aws-sdk[\\/]client-[\w-]+[\\/]package\.json$/,
    rewrite: (source) => JSON.stringify({ version: JSON.parse(source).version }),
  },
  {
    // Hashes in JavaScript, for a Node without `node:crypto`, which Lambda's has.
    files: /[\\/](sha256[\\/]Sha256|md5[\\/]Md5|sha1[\\/]Sha1)Js\.js$/,
    rewrite: withEmptyClasses,
  },
  {
    // Endpoint discovery: of the clients used here, only DynamoDB's makes room for it, and no command of it asks for it.
    files: /[\\/]@aws-sdk[\\/]endpoint-cache[\\/]dist-es[\\/]EndpointCache\.js$/,
    rewrite: withEmptyClasses,
  },
  {
    // Event streams: of what is used here, S3's SelectObjectContent alone answers with one, and nobody sends that.
    files: /[\\/]event-streams[\\/]eventstream-codec[\\/]EventStreamCodec\.js$/,
    rewrite: withEmptyClasses,
  },
];

/** The module of the widget's function that holds the built widget. */
const builtWidget = /[\\/]lambda-src[\\/]widget[\\/]built-widget\.ts$/;

/**
 * Puts the built widget in place of the module that stands for it, and notes what it was made of.
 *
 * @param {string[]} inputs
 * @returns {import("esbuild").Plugin}
 */
function widgetBuild(inputs) {
  return {
    name: "widget-build",
    setup({ onLoad }) {
      onLoad({ filter: builtWidget }, () => {
        const { source, inputs: read } = builtWidgetModule();
        inputs.push(...read);
        return { contents: source, loader: "js" };
      });
    },
  };
}

/** What packages load only when it is asked for, and that no function asks for. */
const neverLoaded = /^@smithy\/core\/event-streams$/;

/** @type {import("esbuild").Plugin} */
const leanPackages = {
  name: "lean-packages",
  setup({ onLoad, onResolve }) {
    for (const { files, rewrite } of rewrites) {
      onLoad({ filter: files }, ({ path }) => ({
        contents: rewrite(readFileSync(path, "utf8"), path),
        loader: path.endsWith(".json") ? "json" : "js",
      }));
    }
    onResolve({ filter: neverLoaded }, ({ kind, path }) =>
      kind === "dynamic-import" ? { path, external: true } : undefined,
    );
  },
};

/**
 * Writes the keys of objects as what they are: esbuild takes `{ [name]: 1 }` for something that may have an effect,
 * and keeps all that is made so.
 *
 * @param {string} source
 */
function withPlainKeys(source) {
  const texts = new Map(
    [...source.matchAll(/^const (\w+) = ("[^"\\]*");$/gm)].map(([, name, value]) => [name, value]),
  );
  return source.replace(/\[(\w+)\]:/g, (key, name) => {
    const value = texts.get(name);
    return value === undefined ? key : `${value}:`;
  });
}

/**
 * Lets the schemas of a service not name its errors: see {@link withOwnRegistration}.
 *
 * @param {string} source
 */
function withoutErrors(source) {
  const rest = source
    .replace(/^import \{[^}]*\} from "\.\.\/models\/errors";$/m, "")
    .replace(/^n0_registry\.registerError\(\w+\$, \w+\);$/gm, "");
  if (/models\/errors|n0_registry\.registerError/.test(rest)) {
    throw new Error("The SDK registers the errors of a service in a way that is not known here.");
  }
  return rest;
}

/**
 * Lets each class of an error register itself, so that those that nobody names are left out. Such an error is thrown
 * as the service's own exception, with the same name, message and fields
 * (`getErrorSchemaOrThrowBaseException` in `@aws-sdk/core`'s ProtocolLib.js).
 *
 * @param {string} source
 */
function withOwnRegistration(source) {
  /** @type {string[]} */
  const names = [];
  const classes = source.replace(
    /^export class (\w+) extends __BaseException \{\n(.*?)^\}$/gms,
    (_, name, body) => {
      names.push(name);
      // The client repeats a request after an error that says so.
      const pure = body.includes("$retryable") ? "" : "/* @__PURE__ */ ";
      return `export const ${name} = ${pure}registered(${name}$, class ${name} extends __BaseException {\n${body}});`;
    },
  );
  if (/^export class/m.test(classes)) {
    throw new Error("The SDK declares the errors of a service in a way that is not known here.");
  }
  return `${classes}
import { TypeRegistry } from "@smithy/core/schema";
import { ${names.map((name) => `${name}$`).join(", ")} } from "../schemas/schemas_0";
function registered(schema, error) {
  TypeRegistry.for(schema[1]).registerError(schema, error);
  return error;
}
`;
}

/**
 * Classes of the same names that can be made and do nothing.
 *
 * @param {string} source
 */
function withEmptyClasses(source) {
  return [...source.matchAll(/^export class (\w+)/gm)]
    .map(([, name]) => `export class ${name} {}`)
    .join("\n");
}

async function run() {
  /** @type {import("esbuild").BuildOptions & { metafile: true, write: false }} */
  const options = JSON.parse(await text(process.stdin));
  /** @type {string[]} */
  const widgetInputs = [];
  const { metafile, outputFiles } = await build({
    ...options,
    plugins: [leanPackages, widgetBuild(widgetInputs)],
  });
  const outputs = Object.fromEntries(outputFiles.map(({ path, contents }) => [basename(path), contents]));
  process.stdout.write(serialize({ outputs, inputs: [...Object.keys(metafile.inputs), ...widgetInputs] }));
}

run().catch((error) => {
  process.stderr.write(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
