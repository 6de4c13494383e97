/** The widget as it was built, and what is still served of the releases before it. */
export interface BuiltWidget {
  /** The script that pages load, `widget.js`. It holds the placeholder once. */
  readonly loader: string;
  /** A text of the loader, quotes included, that a server may replace by a JSON object. */
  readonly placeholder: string;
  /** The loader as it was built, under a name of its own: a page can state its hash. */
  readonly pinnedLoader: { readonly name: string; readonly integrity: string };
  /** Scripts that never change, by their names: each is compressed with Brotli, then base64. */
  readonly files: Readonly<Record<string, string>>;
}

/** The bundler puts the built widget here: see constructs/functions/lean-build.cjs. Sources alone have none. */
export const builtWidget: BuiltWidget | undefined = undefined;
