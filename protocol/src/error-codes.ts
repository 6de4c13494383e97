/** The codes of `ERR` frames, which are similar to HTTP status codes. docs/errors.md has the same table. */
export const errorCodes = {
  malformed: 400,
  notJoined: 401,
  forbidden: 403,
  unknownChannel: 404,
  conflict: 409,
  tooLarge: 413,
  tooMany: 429,
  internal: 500,
} as const;

/** The name of an `ERR` code. */
export type ErrorName = keyof typeof errorCodes;
