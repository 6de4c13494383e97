/** The maximum length of a memberName, in code points. */
export const memberNameMaxCharacters = 64;

/** The maximum size of a visitor's text, in bytes of UTF-8. */
export const textMaxBytes = 4096;

/** The maximum number of messages in one history request. */
export const historyMax = 50;

/** The maximum size of a history, in bytes of JSON. API Gateway allows 128 KB in a message. */
export const historyMaxBytes = 96 * 1024;

/** The maximum length of a page's URL in `CTX`, in characters. */
export const pageUrlMaxCharacters = 1024;

/** The maximum length of a page title in `CTX`, in code points. */
export const pageTitleMaxCharacters = 200;

/** The maximum length of a language tag and of a time zone's name in `CTX`, in characters. */
export const languageMaxCharacters = 35;
export const timeZoneMaxCharacters = 64;

/** The maximum number of additions to the protocol in one `CTX`. */
export const featuresMax = 16;
