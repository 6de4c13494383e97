/** A database cannot be used. The message explains how to fix this. */
export class EngineError extends Error {
  override readonly name: string = "EngineError";
}

/** There is no database: no engine for this machine, or nothing at the DynamoDB endpoint. */
export class NoDatabaseError extends EngineError {
  override readonly name = "NoDatabaseError";
}
