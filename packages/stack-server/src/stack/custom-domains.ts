import { ExpressionError } from "./expression/expression-error";
import type { Declaration } from "./stack-file";

/** What the URLs of a custom domain's mapping are made of. */
export interface MappingSource {
  readonly mappings: readonly Declaration[];
  /** @throws ExpressionError when it is neither declared nor computed, or cannot be evaluated */
  text(mapping: Declaration, attribute: string): string;
  /** The base URL of an API. @throws ExpressionError */
  endpointOf(apiId: string): string;
}

/**
 * Makes a function that puts the local URL of a stage in the place of the one under a custom domain: a local run
 * has one address, and what a stack calls `https://api.example.org/dev` is served at `http://localhost:3000/dev`.
 */
export function localizeUrls(source: MappingSource): (text: string) => string {
  const urls = source.mappings.flatMap((mapping) => tryUrl(source, mapping));
  return (text) => urls.reduce((result, { pattern, url }) => result.replace(pattern, () => url), text);
}

/** A mapping that cannot be evaluated is nothing to say here: whoever reads the mappings tells of it. */
function tryUrl(source: MappingSource, mapping: Declaration): { pattern: RegExp; url: string }[] {
  try {
    const domain = source.text(mapping, "domain_name");
    const key = source.text(mapping, "api_mapping_key");
    const endpoint = source.endpointOf(source.text(mapping, "api_id"));
    return [
      {
        pattern: new RegExp(`\\b(https|wss)://${literally(`${domain}/${key}`)}(?![\\w.~-])`, "g"),
        url: `${endpoint}/${source.text(mapping, "stage")}`,
      },
    ];
  } catch (error) {
    if (error instanceof ExpressionError) {
      return [];
    }
    throw error;
  }
}

function literally(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}
