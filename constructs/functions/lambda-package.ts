import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { App, AssetType, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import { keptZip } from "./deterministic-zip";

export interface LambdaPackageProps {
  /** ES module that exports `handler`. */
  readonly module: Uint8Array;
  /** Name of the zip, without `.zip`. */
  readonly name: string;
}

/** Packages the code of a function as a zip next to the stack. The same sources give the same bytes. */
export class LambdaPackage extends Construct {
  /** Path of the zip, relative to the stack's folder, where Terraform runs. */
  readonly filename: string;
  /** SHA-256 of the zip in base64, as Lambda reports it: https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html */
  readonly sourceCodeHash: string;

  constructor(scope: Construct, id: string, props: LambdaPackageProps) {
    super(scope, id);
    const zip = keptZip(`${props.name}.zip`, "index.mjs", props.module);
    const digest = createHash("sha256").update(zip).digest();
    const folder = resolve(App.of(this).outdir, "packages");
    const path = join(folder, `${props.name}.zip`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, zip);
    const asset = new TerraformAsset(this, "Asset", {
      path,
      type: AssetType.FILE,
      assetHash: digest.toString("hex").slice(0, 32).toUpperCase(),
    });
    this.filename = asset.path;
    this.sourceCodeHash = digest.toString("base64");
  }
}
