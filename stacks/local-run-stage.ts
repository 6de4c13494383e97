/** Variable with the stage that a local run serves. A user's own program need not read it. */
export const localRunStage = "LOCAL_RUN_STAGE";
