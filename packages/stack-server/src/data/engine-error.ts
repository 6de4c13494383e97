/** A database that cannot be used; its text says what to do. */
export class EngineError extends Error {
  override readonly name = "EngineError";
}
