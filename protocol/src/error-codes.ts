// Codes that the widget handles. A bundler inlines constants, but not the properties of the table.
export const forbiddenCode = 403;
export const conflictCode = 409;
export const tooManyCode = 429;
export const internalCode = 500;

/** The codes of `ERR` frames, which are similar to HTTP status codes. docs/errors.md has the same table. */
export const errorCodes = {
  malformed: 400,
  notJoined: 401,
  forbidden: forbiddenCode,
  unknownChannel: 404,
  conflict: conflictCode,
  tooLarge: 413,
  tooMany: tooManyCode,
  internal: internalCode,
} as const;

/** The name of an `ERR` code. */
export type ErrorName = keyof typeof errorCodes;
