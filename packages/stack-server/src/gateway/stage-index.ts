import type { HttpApiModel, StageModel, WebSocketApiModel } from "../stack/model";

/** An API with one of its stages. */
export interface StageOf<Api> {
  readonly api: Api;
  readonly stage: StageModel;
}

/**
 * The stages of all APIs of one protocol by their name: the one port tells them apart by nothing else.
 *
 * @throws StageConflictError when two APIs have a stage of the same name.
 */
export function indexStages<Api extends WebSocketApiModel | HttpApiModel>(
  protocol: string,
  apis: readonly Api[],
): ReadonlyMap<string, StageOf<Api>> {
  const index = new Map<string, StageOf<Api>>();
  for (const api of apis) {
    for (const stage of api.stages) {
      const other = index.get(stage.name);
      if (other !== undefined) {
        throw new StageConflictError(
          `Two ${protocol} APIs have a stage named ${stage.name}: ${other.api.address} and ${api.address}. One port serves a stage's name once: synthesize one of them at a time.`,
        );
      }
      index.set(stage.name, { api, stage });
    }
  }
  return index;
}

/** Two APIs of one protocol have stages of the same name, which one port cannot distinguish. */
export class StageConflictError extends Error {
  override readonly name = "StageConflictError";
}
