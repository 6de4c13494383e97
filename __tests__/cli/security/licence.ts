/** Licenses (SPDX) that allow a company to run, change and ship the program without publishing its own code. */
const allowed = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT-0",
  // It requires publishing only changes of its own files, and we change none.
  "MPL-2.0",
  "Public Domain",
  "Unlicense",
]);

/** The part of a package.json with the license, in current and old forms. */
export interface LicensedPackage {
  readonly license?: unknown;
  readonly licenses?: unknown;
}

/** Returns the license of a package as an SPDX expression, or `undefined` if it declares none. */
export function licenceOf({ license, licenses }: LicensedPackage): string | undefined {
  if (Array.isArray(licenses)) {
    return licenses.map((entry) => licenceOf({ license: entry }) ?? "?").join(" OR ");
  }
  if (typeof license === "object" && license !== null && "type" in license) {
    return licenceOf({ license: license.type });
  }
  return typeof license === "string" && license !== "" ? license : undefined;
}

/** Returns whether one of the alternatives (`OR`) is allowed. Combined licenses (`AND`) are never allowed. */
export function isAllowedLicence(expression: string): boolean {
  return expression
    .replaceAll(/^\(|\)$/g, "")
    .split(" OR ")
    .some((licence) => allowed.has(licence));
}
