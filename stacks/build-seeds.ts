import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { AssetType, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import { type FunctionRole, functionRoles } from "../constructs/account/physical-names";
import type { SourceBucket } from "../constructs/storage/source-bucket";
import { UserError } from "../constructs/user-error";
import { packageFunction } from "./function-modules";
import type { SourceCode } from "./options/function-options";

/** Key of the `function.zip` in the bucket. The same zip is also stored under the key of each function. */
const functionZipKey = "function.zip";

export interface BuildSeedsProps {
  readonly bucket: SourceBucket;
  readonly keys: SourceCode["keys"];
  /** Folder with the sources of the functions. */
  readonly sourceDirectory: string;
  /** Path of a zip for all functions; `undefined` packages the sources. */
  readonly functionZip: string | undefined;
}

/** Uploads the zips that the functions start with. */
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

  /** Uploads each zip once. Later builds use other keys. */
  #putPacked(): void {
    const { bucket, keys, sourceDirectory } = this.#props;
    for (const [name, key] of entries(keys)) {
      bucket.put(name, key, { path: packageFunction(this, name, sourceDirectory).filename });
    }
  }

  /** Uploads the zip again whenever it changes, because no build provides a newer one. */
  #putByHand(path: string): void {
    if (!existsSync(path)) {
      throw new UserError(
        `buildLambdaViaAsset is true, but ${path} does not exist. Create it with "npx kite bundle --asset", put your own zip there, or leave buildLambdaViaAsset out to package the sources.`,
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
