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
  /** For the attribute of that name. */
  readonly integrity: string;
}

// The build replaces this name by the bundles of its release, by their languages.
declare const KiteBundles: { readonly en: BundleFile; readonly [language: string]: BundleFile };

// Placeholder, quotes included, that a server may replace with a JSON object of values for every page that loads the
// script.
const served: unknown = "KITE_SERVED";

export const servedValues: ServedValues = typeof served === "object" && served !== null ? served : {};

/** Returns the bundle of a language: the English one for a language that has none. */
export function bundleOf(language: string): BundleFile {
  return KiteBundles[language] ?? KiteBundles.en;
}
