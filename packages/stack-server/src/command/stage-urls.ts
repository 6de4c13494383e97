import type { StackModel } from "../stack/model";

/** A stage and its URL. */
export interface StageUrl {
  /** For example `WebSocket API todo, stage dev`. */
  readonly name: string;
  readonly url: string;
}

/**
 * Lists the URLs of all stages.
 *
 * @param url The server's own URL, for example `http://localhost:3000`.
 */
export function stageUrls(
  stack: Pick<StackModel, "webSocketApis" | "httpApis">,
  url: string,
): readonly StageUrl[] {
  return [
    ...stack.webSocketApis.flatMap((api) => urlsOf("WebSocket API", api, url.replace(/^http/, "ws"))),
    ...stack.httpApis.flatMap((api) => urlsOf("HTTP API", api, url)),
  ];
}

function urlsOf(
  kind: string,
  { name, stages }: StackModel["webSocketApis"][number] | StackModel["httpApis"][number],
  url: string,
): readonly StageUrl[] {
  return stages.map((stage) => ({
    name: `${kind} ${name}, stage ${stage.name}:`,
    // The stage $default has no path segment.
    url: stage.name === "$default" ? `${url}/` : `${url}/${stage.name}`,
  }));
}
