import { execFileSync } from "node:child_process";
import { widgetSizes } from "../../checks/bench/figures/size";
import { repositoryFolder } from "../../constructs/repository";
import { buildWidget, servedPlaceholder } from "../../widget/build";

describe("the built widget", () => {
  it.each(widgetSizes())("is within its limit: $what", ({ value, aim }) => {
    expect(value).toBeLessThanOrEqual(aim ?? 0);
  });

  it("is the same each time, and names its bundle by its content", () => {
    const { loader, bundle } = buildWidget();
    const text = Buffer.from(loader.body).toString("utf8");

    expect(Buffer.from(buildWidget().bundle.body).equals(bundle.body)).toBe(true);
    expect(bundle.name).toMatch(/^widget-[0-9a-f]{16}\.js$/);
    expect(text).toContain(bundle.name);
    expect(text).toContain(bundle.integrity);
    expect(text.split(servedPlaceholder)).toHaveLength(2);
  });

  it("has no style attribute, and no markup that is made from text", () => {
    const found = () =>
      execFileSync("grep", ["-rnE", 'styleMap|style="|innerHTML', "widget/src"], {
        cwd: repositoryFolder,
        encoding: "utf8",
      });

    // grep ends with 1 when it finds nothing.
    expect(found).toThrow(expect.objectContaining({ status: 1 }));
  });
});
