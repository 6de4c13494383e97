"use strict";
// A program that reads esbuild's options as JSON and prints what esbuild would write to files. lambda-bundle.ts runs it
// because constructs are synchronous, and esbuild accepts plugins only in its asynchronous functions.
const { readFileSync } = /** @type {typeof import("node:fs")} */ (require("node:fs"));
const { basename } = /** @type {typeof import("node:path")} */ (require("node:path"));
const { text } = /** @type {typeof import("node:stream/consumers")} */ (require("node:stream/consumers"));
const { serialize } = /** @type {typeof import("node:v8")} */ (require("node:v8"));
const { build } = /** @type {typeof import("esbuild")} */ (require("esbuild"));
const { builtWidgetModule } = /** @type {typeof import("./built-widget.cjs")} */ (
  require("./built-widget.cjs")
);

/**
 * Rewrites files of packages so that esbuild can leave out code that no function uses. Lines keep their positions for
 * the source maps.
 *
 * @type {readonly { readonly files: RegExp, readonly rewrite: (source: string, path: string) => string }[]}
 */
const rewrites = [
  {
    files: /[\\/]@aws-sdk[\\/]client-[\w-]+[\\/]dist-es[\\/]schemas[\\/]schemas_\d+\.js$/,
    rewrite: (source) => withoutErrors(withPlainKeys(source)),
  },
  {
    files: /[\\/]@aws-sdk[\\/]client-[\w-]+[\\/]dist-es[\\/]models[\\/]errors\.js$/,
    rewrite: withOwnRegistration,
  },
  // A client reads only the version from this file, for the user agent.
  {
    files: /[\\/]@aws-sdk[\\/]client-[\w-]+[\\/]package\.json$/,
    rewrite: (source) => JSON.stringify({ version: JSON.parse(source).version }),
  },
  {
    // Hash functions in JavaScript, for a Node.js without `node:crypto`. Lambda's Node.js has this module.
    files: /[\\/](sha256[\\/]Sha256|md5[\\/]Md5|sha1[\\/]Sha1)Js\.js$/,
    rewrite: withEmptyClasses,
  },
  {
    // Endpoint discovery: only DynamoDB's client supports it, and none of the commands that Kite sends uses it.
    files: /[\\/]@aws-sdk[\\/]endpoint-cache[\\/]dist-es[\\/]EndpointCache\.js$/,
    rewrite: withEmptyClasses,
  },
  {
    // Event streams: only S3's SelectObjectContent could return one, and Kite never calls it. The signer needs the
    // HeaderFormatter only for messages of event streams.
    files:
      /[\\/](event-streams[\\/]eventstream-(codec[\\/]EventStreamCodec|serde-universal[\\/]EventStreamMarshaller)|signature-v4[\\/]dist-es[\\/]HeaderFormatter)\.js$/,
    rewrite: withEmptyClasses,
  },
  {
    // Credentials of a developer's machine, a container or a server. Lambda always sets them in the environment:
    // https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
    files: /[\\/]credential-provider-node[\\/]dist-es[\\/]defaultProvider\.js$/,
    rewrite: () => `export { fromEnv as defaultProvider } from "@aws-sdk/credential-provider-env";
export const credentialsWillNeedRefresh = undefined, credentialsTreatedAsExpired = undefined;`,
  },
  {
    // The files ~/.aws/config and ~/.aws/credentials, which Lambda does not have. Locally, a developer's own settings
    // would change how the functions work.
    files: /[\\/]shared-ini-file-loader[\\/]loadSharedConfigFiles\.js$/,
    rewrite:
      () => `export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} });
export const CONFIG_PREFIX_SEPARATOR = ".";`,
  },
  {
    // A warning about an old Node. The stack sets the runtime of the functions.
    files: /[\\/]@aws-sdk[\\/]core[\\/].*[\\/]emitWarningIfUnsupportedVersion\.js$/,
    rewrite: () => `export const state = { warningEmitted: true };
export const emitWarningIfUnsupportedVersion = () => undefined;`,
  },
  {
    // The retry mode `adaptive`: no function sets it.
    files: /[\\/]util-retry[\\/](AdaptiveRetryStrategy|DefaultRateLimiter)\.js$/,
    rewrite: withThrowingClasses,
  },
  {
    // Directory buckets (S3 Express) and multi-Region access points: the bucket of a stage is neither.
    files: /[\\/](S3ExpressIdentityProviderImpl|AwsSdkSigV4ASigner)\.js$/,
    rewrite: withEmptyClasses,
  },
  {
    // Bodies of responses in a browser. The HTTP handler of Node.js returns Node.js streams.
    files: /[\\/]util-stream[\\/](sdk-stream-mixin|checksum[\\/]createChecksumStream)\.browser\.js$/,
    rewrite: withoutFunctions,
  },
];

/** The module of the widget's function that contains the built widget. */
const builtWidget = /[\\/]lambda-src[\\/]widget[\\/]built-widget\.ts$/;

/**
 * Replaces the module `built-widget.ts` with the built widget, and collects the files of that build.
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

/** Modules that packages load on demand and that no function needs. */
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
 * Replaces computed keys of objects with their values. esbuild assumes that `{ [name]: 1 }` may have a side effect, and
 * keeps every object that is created this way.
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
 * Removes the errors of a service from its schemas: see {@link withOwnRegistration}.
 *
 * @param {string} source
 */
function withoutErrors(source) {
  const rest = source
    .replace(/^import \{[^}]*\} from "\.\.\/models\/errors";$/m, "")
    .replace(/^n0_registry\.registerError\(\w+\$, \w+\);$/gm, "");
  if (/models\/errors|n0_registry\.registerError/.test(rest)) {
    throw new Error(
      "The SDK registers the errors of a service in an unknown way. Adapt lean-build.cjs to its version.",
    );
  }
  return rest;
}

/**
 * Lets each error class register itself, so that esbuild leaves out unused classes. If the class of an error was left
 * out, the SDK throws the service's base exception with the same name, message and fields
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
      // A retryable class must stay: the client retries a request only if the class of the error has this mark.
      const pure = body.includes("$retryable") ? "" : "/* @__PURE__ */ ";
      return `export const ${name} = ${pure}registered(${name}$, class ${name} extends __BaseException {\n${body}});`;
    },
  );
  if (/^export class/m.test(classes)) {
    throw new Error(
      "The SDK declares the errors of a service in an unknown way. Adapt lean-build.cjs to its version.",
    );
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
 * Reduces a module to empty classes of the same names and to the one-line functions that create them.
 *
 * @param {string} source
 */
function withEmptyClasses(source) {
  const classes = [...source.matchAll(/^export class (\w+)/gm)].map(([, name]) => `export class ${name} {}`);
  const functions = [...source.matchAll(/^export const \w+ = \(\w*\) => new \w+\(\w*\);$/gm)].map(
    ([line]) => line,
  );
  return [...classes, ...functions].join("\n");
}

/**
 * Reduces a module to classes of the same names that throw when one is created. Classes that a client creates without
 * using them must be empty instead: see {@link withEmptyClasses}.
 *
 * @param {string} source
 */
function withThrowingClasses(source) {
  return [...source.matchAll(/^export class (\w+)/gm)]
    .map(
      ([, name]) =>
        `export class ${name} { constructor() { throw new Error("${name} was left out of the bundle."); } }`,
    )
    .join("\n");
}

/**
 * Replaces a module's functions with ones that throw.
 *
 * @param {string} source
 */
function withoutFunctions(source) {
  return [...source.matchAll(/^export const (\w+) = \(/gm)]
    .map(
      ([, name]) =>
        `export const ${name} = () => { throw new Error("${name} was left out of the bundle."); };`,
    )
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
