/** A template: literal text and the expressions between. */
export type Template = readonly TemplatePart[];
export type TemplatePart = { readonly kind: "text"; readonly text: string } | Expression;

/** An expression of the Terraform language, as far as it is read here. */
export type Expression =
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  | { readonly kind: "template"; readonly parts: Template }
  | { readonly kind: "list"; readonly items: readonly Expression[] }
  | { readonly kind: "object"; readonly entries: readonly { key: Expression; value: Expression }[] }
  /** `aws_lambda_function.echo.arn`: names joined by dots, as far as they go. */
  | { readonly kind: "reference"; readonly path: readonly string[] }
  | { readonly kind: "attribute"; readonly of: Expression; readonly name: string }
  | { readonly kind: "index"; readonly of: Expression; readonly key: Expression }
  /** `list[*].name`: `each` is evaluated for every item; `{ kind: "item" }` stands in it for the item. */
  | { readonly kind: "splat"; readonly of: Expression; readonly each: Expression }
  | { readonly kind: "item" }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: "unary"; readonly operator: "!" | "-"; readonly operand: Expression }
  | {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: "conditional";
      readonly condition: Expression;
      readonly yes: Expression;
      readonly no: Expression;
    };

/** Lowest precedence first; those of one row bind alike. */
export const BINARY_OPERATORS = [
  ["||"],
  ["&&"],
  ["==", "!="],
  ["<=", ">=", "<", ">"],
  ["+", "-"],
  ["*", "/", "%"],
] as const;

export type BinaryOperator = (typeof BINARY_OPERATORS)[number][number];
