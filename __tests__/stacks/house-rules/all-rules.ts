import { actionsByName } from "./actions-by-name";
import { alarmsRing } from "./alarms-ring";
import { attributesKnown } from "./attributes-known";
import { bucketsClosed } from "./buckets-closed";
import { buildSecretsFromParameters } from "./build-secrets-from-parameters";
import { functionsKnowNoStage } from "./functions-know-no-stage";
import { logsExpire } from "./logs-expire";
import { namesFit } from "./names-fit";
import { queuesEncrypted } from "./queues-encrypted";
import { referencesMakeNoCircle } from "./references-make-no-circle";
import { referencesResolve } from "./references-resolve";
import { resourcesByName } from "./resources-by-name";
import type { Rule } from "./rule";
import { secretsByParameterName } from "./secrets-by-parameter-name";
import { stagesThrottle } from "./stages-throttle";
import { topicsEncrypted } from "./topics-encrypted";

/** All rules for stacks. */
export const allRules: readonly Rule[] = [
  actionsByName,
  alarmsRing,
  attributesKnown,
  bucketsClosed,
  buildSecretsFromParameters,
  functionsKnowNoStage,
  logsExpire,
  namesFit,
  queuesEncrypted,
  referencesMakeNoCircle,
  referencesResolve,
  resourcesByName,
  secretsByParameterName,
  stagesThrottle,
  topicsEncrypted,
];
