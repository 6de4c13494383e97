import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "../../../constructs/functions/lambda-bundle";
import { repositoryFolder } from "../../../constructs/repository";
import { UserError } from "../../../constructs/user-error";

function entry(source: string): string {
  const path = join(mkdtempSync(join(tmpdir(), "kite-bundle-")), "index.ts");
  writeFileSync(path, source);
  return path;
}

const text = (module: Uint8Array) => new TextDecoder().decode(module);

describe("bundle", () => {
  it("makes one ES module an entry, that Node can load", async () => {
    const modules = bundle({
      one: entry('export const handler = async (): Promise<string> => "one";'),
      two: entry('import { join } from "node:path"; export const handler = async () => join("t", "wo");'),
    });

    expect(Object.keys(modules).sort()).toEqual(["one", "two"]);
    expect(text(modules.one)).toContain('"one"');
    expect(text(modules.one)).not.toContain('"wo"');
    expect(text(modules.two)).toMatch(/export\{\w+ as handler\}/);
  });

  it("is minified and holds no path of this machine", () => {
    const { one } = bundle({ one: entry("// a comment\nexport const handler = () => 1 + 2;\n") });

    expect(text(one)).not.toContain("a comment");
    expect(text(one)).not.toContain(tmpdir());
  });

  it("keeps a source map for the local run, named by the module, whose bytes stay the same", () => {
    const source = entry("const text: string = 'one';\nexport const handler = () => text.length;\n");
    const folder = mkdtempSync(join(tmpdir(), "kite-maps-"));
    const { one: without } = bundle({ one: source });

    process.env.LOCAL_RUN_SOURCE_MAPS = folder;
    try {
      const { one } = bundle({ one: source });
      const name = `${createHash("sha256").update(one).digest("hex")}.map`;
      const map = JSON.parse(readFileSync(join(folder, name), "utf8"));

      expect(text(one)).toBe(text(without));
      expect(readdirSync(folder)).toEqual([name]);
      expect(fileURLToPath(new URL(map.sources[0], map.sourceRoot))).toBe(source);
      expect(map.sourcesContent).toBeUndefined();
    } finally {
      delete process.env.LOCAL_RUN_SOURCE_MAPS;
    }
  });

  it("lets a CommonJS package ask for a module of Node", () => {
    const { one } = bundle({ one: entry('const os = require("os"); export const handler = () => os.EOL;') });

    expect(text(one)).toContain("createRequire");
    expect(text(one)).toMatch(/from\s?"node:module"/);
  });

  it("holds the SDK but not how it signs people in", () => {
    const { one } = bundle({ one: join(repositoryFolder, "lambda-src/outbox/index.ts") });

    expect(text(one)).toContain("AWS_ACCESS_KEY_ID");
    expect(text(one)).not.toContain("sso_start_url");
    expect(text(one)).not.toContain("AssumeRoleWithWebIdentity");
  });

  it("names an entry that is not there", () => {
    const build = () => bundle({ one: "/nowhere/index.ts" });

    expect(build).toThrow(UserError);
    expect(build).toThrow(/No such file: .*nowhere\/index\.ts/);
  });

  it("says what is wrong with a source", () => {
    const build = () => bundle({ one: entry('import "./not-there"; export const handler = 1;') });

    expect(build).toThrow(UserError);
    expect(build).toThrow(/could not be packed: .*not-there/s);
  });
});
