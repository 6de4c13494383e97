/** Variable with the one stage that a local run serves. A program of the user's own need not know of it. */
export const localRunStage = "LOCAL_RUN_STAGE";
