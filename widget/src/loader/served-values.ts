/** Values that the server writes into the loader. */
export interface ServedValues {
  readonly endpoint?: string;
  readonly channel?: string;
  /** The address of the loader, for pages that run it without a script element. */
  readonly url?: string;
  /** Additions to the protocol that the server understands. */
  readonly accepts?: readonly string[];
  /** Whether a proxy that closes idle sockets, such as Cloudflare, is in front of the endpoint. */
  readonly isProxied?: boolean;
}

/** A bundle that belongs to this loader. */
interface BundleFile {
  /** The file's name, `widget-<hash>.js`. */
  readonly name: string;
  /** The value of the attribute `integrity`. */
  readonly integrity: string;
}

// The build replaces this name with the bundles of the same release, by language.
declare const KiteBundles: { readonly en: BundleFile; readonly [language: string]: BundleFile };

// A server may replace this placeholder, including its quotes, with a JSON object. Its values then apply to every page
// that loads the script.
const served: unknown = "KITE_SERVED";

export const servedValues: ServedValues = typeof served === "object" && served !== null ? served : {};

/** Returns the bundle of a language, or the English bundle if the language has none. */
export function bundleOf(language: string): BundleFile {
  return KiteBundles[language] ?? KiteBundles.en;
}
