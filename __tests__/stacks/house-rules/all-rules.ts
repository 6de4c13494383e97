import { actionsByName } from "./actions-by-name";
import { bucketsClosed } from "./buckets-closed";
import { functionsKnowNoStage } from "./functions-know-no-stage";
import { logsExpire } from "./logs-expire";
import { referencesMakeNoCircle } from "./references-make-no-circle";
import { referencesResolve } from "./references-resolve";
import { resourcesByName } from "./resources-by-name";
import type { Rule } from "./rule";
import { secretsByParameterName } from "./secrets-by-parameter-name";
import { stagesThrottle } from "./stages-throttle";

/** Every rule of the house. */
export const ALL_RULES: readonly Rule[] = [
  actionsByName,
  bucketsClosed,
  functionsKnowNoStage,
  logsExpire,
  referencesMakeNoCircle,
  referencesResolve,
  resourcesByName,
  secretsByParameterName,
  stagesThrottle,
];
