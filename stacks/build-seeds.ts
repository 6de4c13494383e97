import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { AssetType, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import { type FunctionRole, functionRoles } from "../constructs/account/physical-names";
import type { SourceBucket } from "../constructs/storage/source-bucket";
import { UserError } from "../constructs/user-error";
import { packageFunction } from "./function-modules";
import type { SourceCode } from "./options/function-options";

/** Where the `function.zip` lies in the bucket, beside being what each function begins with. */
const functionZipKey = "function.zip";

export interface BuildSeedsProps {
  readonly bucket: SourceBucket;
  readonly keys: SourceCode["keys"];
  /** Folder with the sources of the functions. */
  readonly sourceDirectory: string;
  /** A zip that serves as any of the functions; `undefined`: the sources are packed. */
  readonly functionZip: string | undefined;
}

/** What the functions begin with. */
export class BuildSeeds extends Construct {
  readonly #props: BuildSeedsProps;

  constructor(scope: Construct, id: string, props: BuildSeedsProps) {
    super(scope, id);
    this.#props = props;
    if (props.functionZip === undefined) {
      this.#putPacked();
    } else {
      this.#putByHand(props.functionZip);
    }
  }

  /** Put once: what is built later has names of its own. */
  #putPacked(): void {
    const { bucket, keys, sourceDirectory } = this.#props;
    for (const [name, key] of entries(keys)) {
      bucket.put(name, key, { path: packageFunction(this, name, sourceDirectory).filename });
    }
  }

  /** Put again when it changes, for nothing else brings a newer one. */
  #putByHand(path: string): void {
    if (!existsSync(path)) {
      throw new UserError(
        `There is no ${path}, and the deployment has "buildLambdaViaAsset": true. Make it with "npx kite bundle --asset", or put a zip of your own there; or leave buildLambdaViaAsset out, and zips are packed from the sources.`,
      );
    }
    const hash = createHash("sha256").update(readFileSync(path)).digest("hex");
    const asset = new TerraformAsset(this, "FunctionZip", {
      path,
      type: AssetType.FILE,
      assetHash: hash.slice(0, 32).toUpperCase(),
    });
    const { bucket, keys } = this.#props;
    for (const [name, key] of [...entries(keys), ["function", functionZipKey] as const]) {
      bucket.put(name, key, { path: asset.path, hash });
    }
  }
}

function entries(keys: SourceCode["keys"]): readonly (readonly [FunctionRole, string])[] {
  return functionRoles.map((role) => [role, keys[role]]);
}
