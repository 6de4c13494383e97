/** The built widget, and the scripts of earlier releases that are still served. */
export interface BuiltWidget {
  /** The script that pages load, `widget.js`. It contains the placeholder once. */
  readonly loader: string;
  /** A text of the loader, quotes included, that a server may replace by a JSON object. */
  readonly placeholder: string;
  /** The unchanged loader, under its own name, so that a page can specify its hash. */
  readonly pinnedLoader: { readonly name: string; readonly integrity: string };
  /** Scripts that never change, by their names: each is compressed with Brotli, then base64. */
  readonly files: Readonly<Record<string, string>>;
}

/** The bundler inserts the built widget here: see constructs/functions/lean-build.cjs. Sources alone have none. */
export const builtWidget: BuiltWidget | undefined = undefined;
