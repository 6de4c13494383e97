import { existsSync } from "node:fs";
import { join } from "node:path";
import { loadCommands } from "../../cli/load-commands";
import { repositoryFolder } from "../../constructs/repository";
import packageJson from "../../package.json";
import { helpText } from "../../playground/arguments";
import { pages, readPage } from "./pages";

const commands = loadCommands();
const scripts: Readonly<Record<string, string>> = packageJson.scripts;

/** Matches a command of `kite` with its arguments, up to the end of the code or a comment. */
const kiteCommand = /(?:npx kite|npm run kite --) ([a-z][a-z0-9-]*)([^`"\n#|&;]*)/g;
/** Matches a script of the root, with the options after `--`. A script of a workspace has `-w` after its name. */
const npmScript = /npm run (?:-s )?([a-z][a-z0-9:-]*)(?![a-z0-9:-]| -w)(?: --([^`"\n#|&;]*))?/g;

/** The session of the end-to-end suite. Git ignores it, because it is a secret. */
const gitIgnored = "checks/e2e/auth.json";

function optionsIn(words: string): readonly string[] {
  return [...words.matchAll(/(?<=^|\s)--([a-z][\w-]*)/g)].map(([, option = ""]) => option);
}

/** Returns the options that a command does not have. */
function unknownOptions(name: string, words = ""): readonly string[] {
  const { options = {}, json } = commands[name] ?? {};
  const known = [...Object.keys(options), ...(json === undefined ? [] : ["json"]), "help"];
  return optionsIn(words)
    .filter((option) => !known.includes(option))
    .map((option) => `${name} --${option}`);
}

describe.each(pages)("%s", (page) => {
  const text = readPage(page);

  it("contains only existing npm scripts, with existing options", () => {
    const faults = [...text.matchAll(npmScript)].flatMap(([, name = "", words]) => {
      const [, command] = /^node cli\/kite\.cjs (\S+)$/.exec(scripts[name] ?? "") ?? [];
      return name in scripts ? (command === undefined ? [] : unknownOptions(command, words)) : [name];
    });

    expect(faults).toEqual([]);
  });

  it("contains only existing commands of kite, with existing options", () => {
    const faults = [...text.matchAll(kiteCommand)].flatMap(([, name = "", words]) =>
      name in commands ? unknownOptions(name, words) : [name],
    );

    expect(faults).toEqual([]);
  });

  it("contains only existing options of npm start", () => {
    const faults = [...text.matchAll(/npm start --([^`\n#|&;]*)/g)]
      .flatMap(([, words = ""]) => optionsIn(words))
      .filter((option) => !helpText.includes(`  --${option} `));

    expect(faults).toEqual([]);
  });

  it("contains only paths of existing files", () => {
    const folders =
      "\\.github|buildspecs|checks|cli|constructs|deployments|docs|lambda-src|launcher|packages|playground|protocol|settings|stacks|__tests__";
    const named = [
      ...text.matchAll(new RegExp(`(?<=[\`\\s])(?:${folders})/[\\w./-]+\\.(?:c?ts|json|yml|sh|md)\\b`, "g")),
    ];
    const missing = named
      .map(([path]) => path)
      .filter((path) => path !== gitIgnored && !existsSync(join(repositoryFolder, path)));

    expect(missing).toEqual([]);
  });
});

describe("docs/local-run.md", () => {
  it("lists exactly the options of npm start", () => {
    const [, section = ""] = readPage("docs/local-run.md").split("## Options of `npm start`\n");
    const listed = [...section.matchAll(/^\| `--([\w-]+)/gm)].map(([, option]) => option);
    const known = [...helpText.matchAll(/^ {2}--([\w-]+)/gm)].map(([, option]) => option);

    expect(listed).toEqual(expect.arrayContaining(known));
    expect(listed).toHaveLength(known.length);
  });
});
