import { fileSecret } from "../../../lambda-src/aws/file-secret";
import { atOnce } from "./samples";
import type { StorageContext } from "./storage-context";

/** Contract of the secret for files. */
export function fileSecretContract(opened: () => StorageContext): void {
  it("is the same for functions that request it first at the same moment, and for functions that request it later", async () => {
    const { client, tableName } = opened();
    const secretOfNewFunction = () => fileSecret(client, tableName("Channels"))();

    const first = await atOnce(8, secretOfNewFunction);
    const later = await secretOfNewFunction();

    expect(new Set([...first, later]).size).toBe(1);
    expect(later).toMatch(/^[\w-]{43}$/);
  });
}
