/** The maximum length of a memberName, in characters as a person counts them. */
export const memberNameMaxCharacters = 64;

/** The maximum size of a visitor's text, in bytes of UTF-8. */
export const textMaxBytes = 4096;

/** The maximum number of messages in one history request. */
export const historyMax = 50;

/** The maximum size of a history, in bytes of JSON. API Gateway allows 128 KB in a message. */
export const historyMaxBytes = 96 * 1024;
