import { Aspects, type IAspect, TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";

/** Adds the tag `stage` to every taggable resource below a construct. */
export function tagStage(scope: IConstruct, stage: string): void {
  Aspects.of(scope).add(new StageTag(stage));
}

class StageTag implements IAspect {
  readonly #stage: string;

  constructor(stage: string) {
    this.#stage = stage;
  }

  visit(node: IConstruct): void {
    if (node instanceof TerraformResource && takesTags(node)) {
      node.tags = { ...node.tagsInput, stage: this.#stage };
    }
  }
}

interface Tagged {
  tags: Record<string, string>;
  readonly tagsInput: Record<string, string> | undefined;
}

/** In the bindings, a taggable resource has these two accessors. */
function takesTags(node: TerraformResource): node is TerraformResource & Tagged {
  return "tagsInput" in node && "tags" in node;
}
