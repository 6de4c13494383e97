import { execFileSync } from "node:child_process";
import { widgetSizes } from "../../checks/bench/figures/size";
import { repositoryFolder } from "../../constructs/repository";
import { buildWidget, servedPlaceholder } from "../../widget/build";

describe("the built widget", () => {
  it.each(widgetSizes())("is within its limit: $what", ({ value, aim }) => {
    expect(value).toBeLessThanOrEqual(aim ?? 0);
  });

  it("is the same after each build, and the names of its bundles depend on their content", () => {
    const { loader, bundle, translations } = buildWidget();
    const text = Buffer.from(loader.body).toString("utf8");
    const bundles = [bundle, ...translations];

    expect(Buffer.from(buildWidget().bundle.body).equals(bundle.body)).toBe(true);
    expect(bundles.map(({ language }) => language)).toEqual(["en", "de", "es", "uk"]);
    expect(new Set(bundles.map(({ name }) => name)).size).toBe(4);
    for (const { name, integrity } of bundles) {
      expect(name).toMatch(/^widget-[0-9a-f]{16}\.js$/);
      expect(text).toContain(name);
      expect(text).toContain(integrity);
    }
    expect(text.split(servedPlaceholder)).toHaveLength(2);
  });

  it("has no wrapper functions of esbuild around the modules of a script", () => {
    const { loader, bundle, translations } = buildWidget();
    for (const { body } of [loader, bundle, ...translations]) {
      expect(Buffer.from(body).toString("utf8")).not.toContain("exports");
    }
  });

  it("has no style attribute, and no markup that is created from a text", () => {
    const found = () =>
      execFileSync("grep", ["-rnE", 'styleMap|style="|innerHTML', "widget/src"], {
        cwd: repositoryFolder,
        encoding: "utf8",
      });

    // grep exits with 1 if it finds nothing.
    expect(found).toThrow(expect.objectContaining({ status: 1 }));
  });
});
