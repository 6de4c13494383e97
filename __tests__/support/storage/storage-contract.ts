import type { Database } from "../ministack";
import { channelContract } from "./channel-contract";
import { connectionContract } from "./connection-contract";
import { fileSecretContract } from "./file-secret-contract";
import { frameCounterContract } from "./frame-counter-contract";
import { memberContract } from "./member-contract";
import { messageContract } from "./message-contract";
import { owedContract } from "./owed-contract";
import { pendingContract } from "./pending-contract";
import { routeContract } from "./route-contract";
import { StorageContext } from "./storage-context";

/** Contract of all stores, for any database with the API of DynamoDB. */
export function storageContract(start?: () => Promise<Database>): void {
  let context: StorageContext;
  beforeAll(async () => {
    context = await StorageContext.open(start);
  });
  afterAll(() => context?.close());
  const opened = () => context;

  describe("the channel store", () => channelContract(opened));
  describe("the secret for files", () => fileSecretContract(opened));
  describe("the member store", () => memberContract(opened));
  describe("the resend times of a member", () => owedContract(opened));
  describe("the frame counter", () => frameCounterContract(opened));
  describe("the connection store", () => connectionContract(opened));
  describe("the message store", () => messageContract(opened));
  describe("pending messages", () => pendingContract(opened));
  describe("the route store", () => routeContract(opened));
}
