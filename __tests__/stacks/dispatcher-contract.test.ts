import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryFolder } from "../../constructs/repository";
import { kiteStack } from "./kite";

const contractPage = readFileSync(join(repositoryFolder, "docs", "dispatcher-contract.md"), "utf8");
const columns = ["dev-request-dispatcher", "dev-outbox", "dev-lifecycle-handler"];

/** Returns the variables that are marked in a column of the page's table. */
function documented(column: number): string[] {
  return contractPage
    .split("\n")
    .filter((line) => /^\| `[A-Z]/.test(line))
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .filter((cells) => cells.length === 7 && cells[column + 2] === "x")
    .flatMap(([, names = ""]) => [...names.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name))
    .sort();
}

describe("docs/dispatcher-contract.md", () => {
  const stack = kiteStack();

  it.each(columns.map((name, column) => [name, column] as const))(
    "lists exactly the variables of %s",
    (function_name, column) => {
      const { environment } = stack.one("aws_lambda_function", { function_name });
      const { variables } = environment as { variables: object };

      expect(documented(column)).toEqual(Object.keys(variables).sort());
    },
  );

  it("lists every key and index of the tables", () => {
    const tables = stack.all("aws_dynamodb_table");
    const keys = tables.flatMap(({ hash_key, range_key }) => [hash_key, range_key]);
    const indexes = tables.flatMap(({ global_secondary_index, local_secondary_index }) =>
      [global_secondary_index, local_secondary_index].flatMap((all) =>
        ((all ?? []) as { name: string }[]).map(({ name }) => name),
      ),
    );

    const missing = [...keys, ...indexes].filter(
      (name) => name !== undefined && !contractPage.includes(`\`${name}\``),
    );

    expect(indexes).toHaveLength(2);
    expect(missing).toEqual([]);
  });

  it("lists every route of both APIs that a function handles", () => {
    const routes = stack.all("aws_apigatewayv2_route").map(({ route_key }) => String(route_key));

    expect(routes).toHaveLength(11);
    expect(routes.filter((route) => !contractPage.includes(`\`${route}\``))).toEqual([]);
  });
});
