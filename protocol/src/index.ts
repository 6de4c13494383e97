export * from "./client-frames";
export * from "./error-codes";
export * from "./files";
export * from "./limits";
export * from "./names";
export * from "./page-context";
export * from "./server-frames";
export * from "./time";
