/** What the server knows when it serves the loader. */
export interface ServedValues {
  readonly endpoint?: string;
  readonly channel?: string;
  /** The address of the loader, for pages that run it without a script element. */
  readonly url?: string;
  /** Additions to the protocol that the server understands. */
  readonly accepts?: readonly string[];
}

/** The bundle that belongs to this loader. The build writes it. */
export interface BundleFile {
  /** The file's name, `widget-<hash>.js`. */
  readonly name: string;
  /** For the attribute of that name. */
  readonly integrity: string;
}

// The build replaces this name by the bundle of its release.
declare const KiteBundle: BundleFile;

// A server that replaces this text, quotes included, by a JSON object gives values to every page that loads it.
const served: unknown = "KITE_SERVED";

export const servedValues: ServedValues = typeof served === "object" && served !== null ? served : {};
export const bundleFile: BundleFile = KiteBundle;
