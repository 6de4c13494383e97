import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Represents an empty folder that is removed when its scope ends: `using folder = new TemporaryFolder("bench")`. */
export class TemporaryFolder implements Disposable {
  readonly path: string;

  /** @param name Part of the folder's name. */
  constructor(name: string) {
    this.path = mkdtempSync(join(tmpdir(), `kite-${name}-`));
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}
