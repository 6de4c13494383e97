import type { StackModel } from "../plan/model";

/**
 * Buckets and stages share one port, and both are the first segment of a path.
 *
 * @throws Error naming a bucket and a stage of one name
 */
export function refuseNamesOfStages({ buckets, httpApis, webSocketApis }: StackModel): void {
  const stages = [...httpApis, ...webSocketApis].flatMap((api) => api.stages);
  for (const bucket of buckets) {
    const stage = stages.find(({ name }) => name === bucket.bucketName);
    if (stage !== undefined) {
      throw new Error(
        `${bucket.address} and ${stage.address} are both called \`${stage.name}\`: on one port their paths cannot ` +
          "be told apart; give the bucket another name",
      );
    }
  }
}
