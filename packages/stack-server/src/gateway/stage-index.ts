import type { HttpApiModel, StageModel, WebSocketApiModel } from "../stack/model";

/**
 * Compiles the stages of all APIs of one protocol, by name. On one port, only the name distinguishes two stages.
 *
 * @throws StageConflictError when two APIs have a stage of the same name, or the error of `compile`
 */
export function compileStages<
  Api extends WebSocketApiModel | HttpApiModel,
  Compiled extends { readonly api: Api },
>(
  protocol: string,
  apis: readonly Api[],
  compile: (api: Api, stage: StageModel) => Compiled,
): ReadonlyMap<string, Compiled> {
  const compiled = new Map<string, Compiled>();
  for (const api of apis) {
    for (const stage of api.stages) {
      const other = compiled.get(stage.name)?.api;
      if (other !== undefined) {
        throw new StageConflictError(
          `Two ${protocol} APIs have a stage named ${stage.name}: ${other.address} and ${api.address}. One port can serve only one of them. Synthesize one API at a time, or rename a stage.`,
        );
      }
      compiled.set(stage.name, compile(api, stage));
    }
  }
  return compiled;
}

/** Two APIs of one protocol have stages of the same name, which one port cannot distinguish. */
export class StageConflictError extends Error {
  override readonly name = "StageConflictError";
}
