import { type AccountLocation, type PolicyStatement, readParameters } from "../account/policy";

/** Where the bot's token lies: only its name is ever written down. */
export interface BotToken {
  /** Path of the SecureString parameter, with a slash at the start. */
  readonly parameterName: string;
  /** Allows to read it; AWS's own key of the parameter store needs no further right. */
  readonly read: PolicyStatement;
  /** Allows to read which token was there before it, for the time of a rotation. */
  readonly readHistory: PolicyStatement;
}

/** Names the parameter of a token in an account and region. */
export function botToken(parameterName: string, location: AccountLocation): BotToken {
  return {
    parameterName,
    read: readParameters("BotToken", "GetParameter", location, parameterName),
    readHistory: readParameters("BotTokenHistory", "GetParameterHistory", location, parameterName),
  };
}
