import { readFileSync } from "node:fs";
import { join } from "node:path";
import { satisfies } from "semver";
import { repositoryFolder } from "../../constructs/repository";

type Versions = Readonly<Record<string, string>>;

/** The parts of a lock file's entry or a package.json that the tests read. */
interface Package {
  readonly version: string;
  /** Folder of the workspace, if the entry is a link to a workspace. */
  readonly resolved?: string;
  readonly link?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly dependencies?: Versions;
  readonly devDependencies?: Versions;
  readonly optionalDependencies?: Versions;
  readonly peerDependencies?: Versions;
}

/** Overrides of a package.json. Each is a version, or the versions of a package's dependencies. */
type Overrides = Readonly<Record<string, string | Versions>>;

const read = (path: string) => readFileSync(join(repositoryFolder, path), "utf8");
const { packages } = JSON.parse(read("package-lock.json")) as {
  readonly packages: Readonly<Record<string, Package>>;
};
const { overrides } = JSON.parse(read("package.json")) as { readonly overrides: Overrides };
const page = read("docs/dependencies.md");

/** Folders of the root and the workspaces. */
const projects = Object.keys(packages).filter((path) => !path.includes("node_modules/"));
const linux = { os: "linux", cpu: "x64", libc: "glibc" } as const;

function runsOnLinux(package_: Package): boolean {
  return Object.entries(linux).every(([key, value]) => {
    const allowed = package_[key as keyof typeof linux];
    return allowed === undefined || allowed.includes(value);
  });
}

/** Returns the dependencies that npm installs for a package. Only our projects have development dependencies. */
function dependenciesOf(path: string): Versions {
  const { dependencies, devDependencies, optionalDependencies, peerDependencies } = packages[path] ?? {};
  return {
    ...peerDependencies,
    ...(projects.includes(path) ? devDependencies : {}),
    ...optionalDependencies,
    ...dependencies,
  };
}

/** Resolves a package as Node.js does, in the `node_modules` of a package or of a parent folder. */
function resolve(from: string, name: string): string | undefined {
  const found = join(from, "node_modules", name);
  if (found in packages) {
    return packages[found]?.link === true ? packages[found].resolved : found;
  }
  const around = from.lastIndexOf("node_modules/");
  return from === "" ? undefined : resolve(from.slice(0, Math.max(around - 1, 0)), name);
}

/** Returns the paths that `npm ci` installs on Linux x64, without the links to our workspaces. */
function installedPaths(): readonly string[] {
  const seen = new Set(projects);
  for (const path of seen) {
    for (const name of Object.keys(dependenciesOf(path))) {
      const found = resolve(path, name);
      if (found !== undefined && runsOnLinux(packages[found] as Package)) {
        seen.add(found);
      }
    }
  }
  return [...seen].filter((path) => !projects.includes(path));
}

/** Returns the other cells of each table row in a section of the page, by the package in the first cell. */
function rowsOf(section: string): ReadonlyMap<string, readonly string[]> {
  const [, text = ""] = page.split(`\n## ${section}\n`);
  const [own = ""] = text.split("\n## ");
  const rows = [...own.matchAll(/^\| `([^`]+)` \| (.+) \|$/gm)];
  return new Map(rows.map(([, name = "", rest = ""]) => [name, rest.split(" | ")]));
}

it("npm ci installs at most 790 packages on Linux x64", () => {
  expect(installedPaths().length).toBeLessThanOrEqual(790);
  expect(installedPaths().length).toBeGreaterThan(500);
});

it("docs/dependencies.md lists exactly the direct dependencies, with a reason for each", () => {
  const direct = projects.flatMap((path) => {
    const { dependencies, devDependencies, optionalDependencies } = packages[path] as Package;
    return Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });
  });

  expect([...rowsOf("Direct dependencies").keys()].sort()).toEqual([...new Set(direct)].sort());
});

it("docs/dependencies.md lists exactly the overrides", () => {
  const overridden = Object.entries(overrides).flatMap(([key, value]) =>
    typeof value === "string" ? [key.replace(/(?<=.)@.*$/, "")] : Object.keys(value),
  );

  expect([...rowsOf("Overrides").keys()].sort()).toEqual([...new Set(overridden)].sort());
});

it("docs/dependencies.md lists every dependent that gets a version outside its range, with the version", () => {
  const rows = rowsOf("Overrides");
  const outside = installedPaths().flatMap((path) =>
    Object.entries(dependenciesOf(path)).flatMap(([name, wanted]) => {
      const found = resolve(path, name);
      // An optional package may be missing. In an alias, the range follows the name of the other package.
      const range = wanted.replace(/^npm:.+@/, "");
      if (found === undefined || satisfies(packages[found]?.version ?? "", range)) {
        return [];
      }
      return [
        { name, version: packages[found]?.version, dependent: path.split("node_modules/").at(-1), range },
      ];
    }),
  );

  const untold = outside.filter(({ name, version, dependent, range }) => {
    const [installed = "", dependents = ""] = rows.get(name) ?? [];
    return installed !== version || !dependents.includes(`\`${dependent}\` ${range}`);
  });

  expect(untold).toEqual([]);
  expect(outside.length).toBeGreaterThan(0);
});
