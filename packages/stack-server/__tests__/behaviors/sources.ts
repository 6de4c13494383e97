/** The source of a behavior of AWS. */
export type Source =
  | { readonly kind: "documented"; readonly url: string }
  | { readonly kind: "observed"; readonly url: string }
  | { readonly kind: "assumed"; readonly because: string };

/**
 * A page of AWS documents the behavior.
 *
 * @param page Path on docs.aws.amazon.com, or a whole URL (Terraform's provider, an RFC).
 */
export function documented(page: string): Source {
  return {
    kind: "documented",
    url: page.startsWith("https://") ? page : `https://docs.aws.amazon.com/${page}`,
  };
}

/** AWS does not document the behavior, but a report shows it. @param url URL of the report. */
export function observed(url: string): Source {
  return { kind: "observed", url };
}

/** There is no report. @param because Reason why the behavior is likely. */
export function assumed(because: string): Source {
  return { kind: "assumed", because };
}
