import { join } from "node:path";
import { Construct } from "constructs";
import { bundle } from "../constructs/lambda-bundle";
import { LambdaPackage } from "../constructs/lambda-package";
import type { FunctionRole } from "../constructs/physical-names";

/** The code of the three functions, packed once for all stages. */
export class KiteFunctions extends Construct {
  readonly requestDispatcher: LambdaPackage;
  readonly outbox: LambdaPackage;
  readonly lifecycleHandler: LambdaPackage;

  /** @param sourceDirectory folder with a folder a function, each with an `index.ts` */
  constructor(scope: Construct, id: string, sourceDirectory: string) {
    super(scope, id);
    const entry = (role: FunctionRole) => join(sourceDirectory, role, "index.ts");
    const modules = bundle({
      "request-dispatcher": entry("request-dispatcher"),
      outbox: entry("outbox"),
      "lifecycle-handler": entry("lifecycle-handler"),
    });
    const pack = (name: FunctionRole) => new LambdaPackage(this, name, { name, module: modules[name] });
    this.requestDispatcher = pack("request-dispatcher");
    this.outbox = pack("outbox");
    this.lifecycleHandler = pack("lifecycle-handler");
  }
}
