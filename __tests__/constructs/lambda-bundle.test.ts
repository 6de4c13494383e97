import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundle } from "../../constructs/lambda-bundle";
import { REPOSITORY } from "../../settings/settings";
import { UserError } from "../../settings/user-error";

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

  it("lets a CommonJS package ask for a module of Node", () => {
    const { one } = bundle({ one: entry('const os = require("os"); export const handler = () => os.EOL;') });

    expect(text(one)).toContain("createRequire");
    expect(text(one)).toMatch(/from\s?"node:module"/);
  });

  it("holds the SDK but not how it signs people in", () => {
    const { one } = bundle({ one: join(REPOSITORY, "lambda-src/outbox/index.ts") });

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
