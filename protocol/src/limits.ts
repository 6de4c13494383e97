/** The maximum length of a memberName, in characters as a person counts them. */
export const memberNameMaxCharacters = 64;

/** The maximum size of a visitor's text, in bytes of UTF-8. */
export const textMaxBytes = 4096;

/** The maximum number of messages in one history request. */
export const historyMax = 50;

/** The maximum size of a history, in bytes of JSON. API Gateway allows 128 KB in a message. */
export const historyMaxBytes = 96 * 1024;

/** The longest URL of a page in `CTX`, in characters. */
export const pageUrlMaxCharacters = 1024;

/** The longest title of a page in `CTX`, in characters as a person counts them. */
export const pageTitleMaxCharacters = 200;

/** The longest language, and the longest name of a time zone, in `CTX`. */
export const languageMaxCharacters = 35;
export const timeZoneMaxCharacters = 64;

/** The most additions that one `CTX` names. */
export const featuresMax = 16;
