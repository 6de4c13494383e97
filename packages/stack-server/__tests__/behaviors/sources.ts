/** How it is known that AWS behaves so. */
export type Source =
  | { readonly kind: "documented"; readonly url: string }
  | { readonly kind: "observed"; readonly url: string }
  | { readonly kind: "assumed"; readonly because: string };

/** AWS says so. @param page Of docs.aws.amazon.com, without the host; or a whole URL (Terraform's provider, an RFC). */
export function documented(page: string): Source {
  return {
    kind: "documented",
    url: page.startsWith("https://") ? page : `https://docs.aws.amazon.com/${page}`,
  };
}

/** AWS does not say, but somebody has seen it. @param url The report. */
export function observed(url: string): Source {
  return { kind: "observed", url };
}

/** Nobody is known to have looked. @param because Why it is likely. */
export function assumed(because: string): Source {
  return { kind: "assumed", because };
}
