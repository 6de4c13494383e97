/** Describes the alarms of one function, by the last part of their names. */
export const functionAlarmMeanings = {
  errors: (role: string) => `Invocations of ${role} failed.`,
  throttles: (role: string) => `Invocations of ${role} were throttled.`,
  duration: (role: string) => `The slowest 5 % of the invocations of ${role} come close to its timeout.`,
} as const;

/** Describes the other alarms of a stage, by the last part of their names. */
export const stageAlarmMeanings = {
  "http-5xx": "The HTTP API answered with status 5xx.",
  "websocket-execution-errors": "The WebSocket API could not call its function.",
  "oldest-message": "A message has been pending in the outbox for too long.",
  undeliverable: "A message could not be delivered.",
  "deliveries-needing-attention": "Deliveries failed for a reason that only an operator can resolve.",
  "dynamodb-throttles": "DynamoDB throttled reads or writes of the stage's tables.",
} as const;
