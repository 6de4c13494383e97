import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "@babel/parser";
import { repositoryFolder } from "../../constructs/repository";
import { type DocComment, readDocComment } from "./doc-comment";

/** A member of an interface, or an option in a table of options. */
export interface Member {
  readonly name: string;
  readonly comment: DocComment;
  /** Type as written in the source, without `undefined`. Absent for an option, because the type is in its schema. */
  readonly type?: string;
  readonly optional: boolean;
}

/** An interface, or a table of options. */
export interface Declaration {
  readonly comment: DocComment;
  readonly members: readonly Member[];
  /** The types that an interface extends, or the tables that a table spreads, as they are written. */
  readonly heritage: readonly string[];
}

type Statement = ReturnType<typeof parse>["program"]["body"][number];
type NodeOf<Type extends string> = Extract<Statement, { readonly type: Type }>;
type Exported = NonNullable<NodeOf<"ExportNamedDeclaration">["declaration"]>;
type Commented = Pick<Statement, "leadingComments">;
type Range = Pick<Statement, "start" | "end">;

/**
 * Reads the interfaces and tables of options that TypeScript files export, by name.
 * @param paths relative to the repository
 */
export function readDeclarations(paths: readonly string[]): ReadonlyMap<string, Declaration> {
  const declarations = new Map<string, Declaration>();
  for (const path of paths) {
    const source = readFileSync(join(repositoryFolder, path), "utf8");
    for (const statement of parse(source, { sourceType: "module", plugins: ["typescript"] }).program.body) {
      if (statement.type === "ExportNamedDeclaration" && statement.declaration) {
        for (const [name, declaration] of readExport(statement.declaration, source)) {
          declarations.set(name, { ...declaration, comment: commentOf(statement) });
        }
      }
    }
  }
  return declarations;
}

type NamedDeclaration = readonly [string, Omit<Declaration, "comment">];

function readExport(exported: Exported, source: string): readonly NamedDeclaration[] {
  if (exported.type === "TSInterfaceDeclaration") {
    const heritage = (exported.extends ?? []).map((it) => textOf(it, source));
    const members = exported.body.body.flatMap((member) =>
      member.type === "TSPropertySignature"
        ? [
            {
              name: textOf(member.key, source),
              comment: commentOf(member),
              type: typeText(textOf(member.typeAnnotation?.typeAnnotation ?? member.key, source)),
              optional: member.optional === true,
            },
          ]
        : [],
    );
    return [[exported.id.name, { heritage, members }]];
  }
  if (exported.type !== "VariableDeclaration") {
    return [];
  }
  return exported.declarations.flatMap(({ id, init }) => {
    const table =
      init?.type === "TSAsExpression" || init?.type === "TSSatisfiesExpression" ? init.expression : init;
    if (id.type !== "Identifier" || table?.type !== "ObjectExpression") {
      return [];
    }
    const members = table.properties.flatMap((property) =>
      property.type === "ObjectProperty"
        ? [{ name: textOf(property.key, source), comment: commentOf(property), optional: true }]
        : [],
    );
    const heritage = table.properties.flatMap((property) =>
      property.type === "SpreadElement" ? [textOf(property.argument, source)] : [],
    );
    return [[id.name, { heritage, members }] as const];
  });
}

function commentOf({ leadingComments }: Commented): DocComment {
  const comment = leadingComments?.findLast(
    ({ type, value }) => type === "CommentBlock" && value.startsWith("*"),
  );
  return readDocComment(comment?.value ?? "");
}

function textOf({ start, end }: Range, source: string): string {
  return source.slice(start ?? 0, end ?? 0).replace(/\s+/g, " ");
}

function typeText(type: string): string {
  return type.replace(/ ?\| undefined\b/, "");
}
