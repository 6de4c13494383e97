import { storageContract } from "../../support/storage/storage-contract";

describe("the stores on the embedded engine with lagging reads", () => storageContract());
