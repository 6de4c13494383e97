/** Kinds of text that a reader meets in this repository. */
export type TextKind = "comment" | "document" | "message" | "test title";

/** A word or phrase that must not come back, and its replacement. */
export interface WordRule {
  readonly pattern: RegExp;
  /** Completes the sentence `write …`. */
  readonly instead: string;
  /**
   * Phrases in which the word is allowed.
   * @default - none
   */
  readonly except?: RegExp;
  /**
   * Kinds of text in which the word is not allowed.
   * @default - all
   */
  readonly kinds?: readonly TextKind[];
}

/** Words that open no sentence except a question. Labels such as "Who:" and texts that start with "How to" are fine. */
export const openings =
  /^(?:What|Where|Who(?:m|se)?|Which|How(?!\sto\b)|By\s(?:which|whom)|In\s(?:what|which)|On\swhat|So\s(?:few|long|many|near|often|old))\b(?!:)/;

/** Advice for a sentence that starts with one of the {@link openings}. */
export const openingAdvice = "start with a verb or a noun";

/** Words of the project that have a common replacement. Text in backticks and code blocks is not searched. */
export const wordRules: readonly WordRule[] = [
  { pattern: /\bwak(?:e|es|en|ing)(?:[- ]?ups?)?\b|\bwoken\b/i, instead: '"notification", "notify"' },
  { pattern: /\bheirs?\b/i, instead: '"successor"' },
  { pattern: /\bdeliverers?\b/i, instead: '"outbox"' },
  { pattern: /\bentrances?\b/i, instead: '"ingress checks"' },
  { pattern: /\bpassages?\b/i, instead: '"access log entry"' },
  {
    pattern: /\bseat(?:s|ed)?\b|\bsits?\b|\bsitting\b/i,
    instead: '"Telegram membership", "joined chat", "is in"',
  },
  { pattern: /\bobey(?:s|ed|ing)?\b|\bbidding\b/i, instead: '"handle", "run a command"' },
  { pattern: /\bclosing lists?\b/i, instead: '"cleanup"' },
  { pattern: /\b(?:some|every)body\b/i, instead: '"a user", "all members", "test user"' },
  {
    pattern: /\bworlds?\b/i,
    instead: '"test context", "fixture"',
    except: /\breal world\b|\bhello,? world\b/i,
  },
  { pattern: /\bhouses?\b|\bfloors?\b/i, instead: '"layout", "folder", "module"' },
  { pattern: /\brooms?\b/i, instead: '"folder", "module"', except: /\broom (?:for|to)\b/i },
  { pattern: /\bt(?:ell|ells|elling|old)\b/i, instead: '"report", "log", "notify", "distinguish"' },
  { pattern: /\bt(?:ake|akes|aken|aking|ook) (?:\w+ ){0,2}away\b/i, instead: '"remove", "delete", "erase"' },
  { pattern: /\bma(?:ke|kes|king|de) (?:\w+ ){0,2}gone\b/i, instead: '"remove", "delete", "erase"' },
  { pattern: /\bg(?:ive|ives|iven|iving|ave) (?:\w+ )?back\b/i, instead: '"return"' },
  { pattern: /\blet(?:s|ting)? (?:\w+ ){1,3}go wrong\b/i, instead: '"fault injection", "inject a fault"' },
  { pattern: /\blet(?:s|ting)? time pass\b/i, instead: '"advance the clock"' },
  { pattern: /\blet(?:s|ting)?(?: \w+)? in\b(?! (?:an?|the|its)\b)/i, instead: '"allow", "accept"' },
  { pattern: /\bmend(?:s|ed|ing)?\b/i, instead: '"fix"' },
  { pattern: /\bwant(?:s|ed|ing)?\b/i, instead: '"expect", "need"', except: /\byou want\b/i },
  { pattern: /\bcr(?:y|ies|ied)\b/i, instead: '"report"' },
  { pattern: /\bbid(?:s|den)?\b/i, instead: '"ask", "request"' },
  { pattern: /\bhold(?:s|ing)? to\b|\bheld to\b/i, instead: '"follow", "comply with"' },
  { pattern: /\bring(?:s|ing)?\b|\brang\b/i, instead: '"alert", "notify"' },
  { pattern: /\blook(?:s|ed|ing)? (?:through|after)\b/i, instead: '"search", "scan", "check"' },
  { pattern: /\bwho(?:so)?ever\b/i, instead: '"anyone who", or name the person' },
  { pattern: /\bstrangers?\b/i, instead: '"unknown sender", "outside contributor"' },
  { pattern: /\bone's own\b/i, instead: '"your own"' },
  { pattern: /\bbefore the eyes\b/i, instead: '"with the output shown"' },
  { pattern: /\blast writers?\b|\bwho wrote last\b/i, instead: '"last active visitor"' },
  { pattern: /\bsynthesized plans?\b/i, instead: '"synthesized stack"' },
  { pattern: /\bhand-?overs?\b/i, instead: '"rewrite request"' },
  { pattern: /\b(?:whereby|wherein|whence|thereof|therein|hereby)\b/i, instead: "a plain conjunction" },
  {
    pattern: /\b(?:is|are|was|were|be|been|while|hosts?|visitors?) away\b|\babsent (?:visitor|host)s?\b/i,
    instead: '"offline"',
    except: /\baway from\b/i,
    kinds: ["comment", "document", "test title"],
  },
  {
    pattern:
      /\b(?:colou|behaviou|favou|honou|neighbou)r\w*|\bartefacts?\b(?![/$])|\blicences?\b|\bcatalogues?\b|\b(?:serial|initial|synthes|normal|optim|organ|recogn|minim|author)is(?:e|es|ed|ing)\b/i,
    instead: "the American spelling",
  },
];
