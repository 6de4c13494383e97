export { type BotApiServer, startBotApiServer } from "./bot-api-server";
export type { Clock, Timer } from "./clock";
export type { AnsweredBotCall, BotCall, Fault, Faults } from "./faults";
export { toInteger, toRecord, type UploadedFile } from "./parameters";
export type { PersonFile, PersonFileKind } from "./person-file";
export { Telegram, type TelegramEvent } from "./telegram";
