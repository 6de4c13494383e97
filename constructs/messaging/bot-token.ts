import { type AccountLocation, type PolicyStatement, readParameters } from "../account/policy";

/** Represents the parameter of a bot's token. Only its name appears in the stack. */
export interface BotToken {
  /** Path of the SecureString parameter. Starts with a slash. */
  readonly parameterName: string;
  /** Allows reading the token. AWS's own key of the parameter store requires no further permission. */
  readonly read: PolicyStatement;
  /** Allows reading earlier tokens, which are needed during a rotation. */
  readonly readHistory: PolicyStatement;
}

/** Returns the parameter of a token in an account and region. */
export function botToken(parameterName: string, location: AccountLocation): BotToken {
  return {
    parameterName,
    read: readParameters("BotToken", "GetParameter", location, parameterName),
    readHistory: readParameters("BotTokenHistory", "GetParameterHistory", location, parameterName),
  };
}
