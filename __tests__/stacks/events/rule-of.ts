import type { Synthesized } from "../../constructs/synthesized";
import type { InputTransformer } from "./transform";

/** Returns a rule and its target by the rule's name. References to names of projects are resolved. */
export function ruleOf(of: Synthesized, name: string) {
  const [id, rule] =
    Object.entries(of.byId("aws_cloudwatch_event_rule")).find(([, it]) => it.name === name) ?? [];
  const target = of.one("aws_cloudwatch_event_target", { rule: `\${aws_cloudwatch_event_rule.${id}.name}` });
  const pattern = String(rule?.event_pattern).replaceAll(
    /\$\{aws_codebuild_project\.(\w+)\.name\}/g,
    (_all, project: string) => String(of.byId("aws_codebuild_project")[project]?.name),
  );
  return {
    pattern: JSON.parse(pattern) as unknown,
    target,
    transformer: target.input_transformer as InputTransformer,
  };
}
