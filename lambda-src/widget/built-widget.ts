/** The built widget, and the scripts of earlier releases that are still served. */
export interface BuiltWidget {
  /** The script that pages load, `widget.js`. It contains the placeholder once. */
  readonly loader: string;
  /** A string literal of the loader, including its quotes. A server may replace it with a JSON object. */
  readonly placeholder: string;
  /** The unchanged loader has a separate name, so that a page can specify its hash. */
  readonly pinnedLoader: { readonly name: string; readonly integrity: string };
  /** Scripts that never change, by name. Each is compressed with Brotli and encoded in base64. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * The bundler inserts the built widget here: see constructs/functions/lean-build.cjs. Without the bundler, there is no
 * built widget.
 */
export const builtWidget: BuiltWidget | undefined = undefined;
