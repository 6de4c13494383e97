import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { TemporaryFolder } from "../../../checks/harness/temporary-folder";
import { repositoryFolder } from "../../../constructs/repository";
import { buildModule } from "../../../widget/build";
import { describeShop } from "./describe-shop";

/** Bundles a script of a shop that imports the module. */
function bundleShop(folder: string, script: string): string {
  for (const [name, body] of Object.entries(buildModule())) {
    writeFileSync(join(folder, name), body);
  }
  const { outputFiles } = buildSync({
    stdin: { contents: script, resolveDir: folder },
    bundle: true,
    write: false,
    format: "esm",
    nodePaths: [join(repositoryFolder, "node_modules")],
  });
  return outputFiles[0]?.text ?? "";
}

describe("the widget's module", () => {
  it("can be imported on a server", () => {
    using folder = new TemporaryFolder("widget-module");
    const script = bundleShop(folder.path, 'import { kite } from "./index.js"; console.log(kite);');
    writeFileSync(join(folder.path, "server.mjs"), script);

    expect(execFileSync(process.execPath, [join(folder.path, "server.mjs")], { encoding: "utf8" })).toBe(
      "undefined\n",
    );
  });
});

describeShop("a shop that imports the widget's module", (site) => {
  it("gets the element and the API in the language of the page", async () => {
    using folder = new TemporaryFolder("widget-module");
    const script = bundleShop(
      folder.path,
      'import { kite } from "./index.js"; kite.on("open", (isOpen) => { window.wasOpen = isOpen; }); kite.open();',
    );
    const chat = await site.visit({
      html: 'lang="de"',
      body: `<kite-chat endpoint="${site.endpoint}" channel="${site.channel}"></kite-chat><script type="module">${script}</script>`,
    });
    await chat.page.getByLabel("Ihre Nachricht").fill("Als Modul");
    await chat.page.keyboard.press("Enter");
    await chat.page.locator("li.message.visitor.sent", { hasText: "Als Modul" }).waitFor();

    expect(await chat.page.evaluate("window.wasOpen")).toBe(true);
    expect(chat.complaints).toEqual([]);
    await chat.close();
  });
});
