import { startEngine } from "../../../packages/stack-server/src/data/engine";
import { storageContract } from "../../support/storage/storage-contract";

describe("the stores on the embedded engine", () => storageContract(() => startEngine()));
