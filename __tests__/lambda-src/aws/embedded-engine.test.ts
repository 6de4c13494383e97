import { startEngine } from "../../../local/data/engine";
import { storageContract } from "../../support/storage/storage-contract";

describe("the stores on the embedded engine", () => storageContract(() => startEngine()));
