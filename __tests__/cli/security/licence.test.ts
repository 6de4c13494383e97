import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryFolder } from "../../../constructs/repository";
import { isAllowedLicence, licenceOf } from "./licence";

/** Packages without a license in their package.json, with the license and where it is documented. */
const toldElsewhere: Readonly<Record<string, string>> = {
  "node_modules/humanize-number": "MIT, in its Readme.md",
};

interface LockedPackage {
  readonly dev?: boolean;
  readonly link?: boolean;
}

const read = (...path: readonly string[]) =>
  JSON.parse(readFileSync(join(repositoryFolder, ...path), "utf8"));
const locked = Object.entries(read("package-lock.json").packages as Readonly<Record<string, LockedPackage>>);
/** Installed packages of production. An optional package for another platform is not installed. */
const installed = locked
  .filter(([path, { dev, link }]) => path !== "" && !dev && !link)
  .map(([path]) => path)
  .filter((path) => existsSync(join(repositoryFolder, path, "package.json")));

describe("the production packages", () => {
  it("have licenses that a company can accept", () => {
    const refused = installed
      .filter((path) => !(path in toldElsewhere))
      .map((path) => ({ path, licence: licenceOf(read(path, "package.json")) ?? "none" }))
      .filter(({ licence }) => !isAllowedLicence(licence));

    expect(refused).toEqual([]);
    expect(installed.length).toBeGreaterThan(100);
  });

  it("declare their license, except those in the list of this file", () => {
    const silent = installed.filter((path) => licenceOf(read(path, "package.json")) === undefined);

    expect(silent).toEqual(Object.keys(toldElsewhere).filter((path) => installed.includes(path)));
  });
});

describe("isAllowedLicence", () => {
  it.each([
    ["MIT", true],
    ["(MIT OR GPL-3.0-or-later)", true],
    ["BSD-2-Clause OR MIT OR Apache-2.0", true],
    ["GPL-3.0-or-later", false],
    ["AGPL-3.0-only", false],
    ["MIT AND GPL-2.0-only", false],
    ["SEE LICENSE IN LICENSE.txt", false],
    ["UNLICENSED", false],
    ["BUSL-1.1", false],
  ])("returns for %s: %p", (expression, allowed) => {
    expect(isAllowedLicence(expression)).toBe(allowed);
  });
});

describe("licenceOf", () => {
  it.each([
    [{ license: "MIT" }, "MIT"],
    [{ license: { type: "ISC" } }, "ISC"],
    [{ licenses: [{ type: "MIT", url: "https://example.org" }] }, "MIT"],
    [{ licenses: [{ type: "GPL-2.0-only" }, "MIT"] }, "GPL-2.0-only OR MIT"],
    [{}, undefined],
    [{ license: "" }, undefined],
  ])("reads %j as %s", (package_, expected) => {
    expect(licenceOf(package_)).toBe(expected);
  });
});
