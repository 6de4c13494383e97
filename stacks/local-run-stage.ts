/** Environment variable with the stage that a local run serves. A user's own program does not have to read it. */
export const localRunStage = "LOCAL_RUN_STAGE";
