import { startEngine } from "@kite-chat/stack-server";
import { storageContract } from "../../support/storage/storage-contract";

describe("the stores on the embedded engine", () => storageContract(() => startEngine()));
