export type { TokenSource } from "./client/identity";
export type { ChatFile, ChatMessage, Failure } from "./client/message";
export type { KiteApi, KiteCall, KiteEvents } from "./kite-api";
export type { WidgetSettings } from "./settings";
export type { Texts } from "./texts/texts";
