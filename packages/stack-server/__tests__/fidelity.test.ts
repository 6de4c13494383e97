import { readFileSync } from "node:fs";
import { join } from "node:path";
import { collectBehaviors } from "./behaviors/collect-behaviors";
import { fidelityPage } from "./behaviors/fidelity-page";
import { subjectTitles } from "./behaviors/subjects";

const behaviors = collectBehaviors();

describe("docs/fidelity.md", () => {
  it("is up to date with the tests", () => {
    const written = readFileSync(join(__dirname, "../../../docs/fidelity.md"), "utf8");

    expect(written).toBe(fidelityPage(behaviors));
  });

  it("has a behavior for each subject", () => {
    const subjects = new Set(behaviors.map(({ subject }) => subject));

    expect(subjectTitles.filter((subject) => !subjects.has(subject))).toEqual([]);
  });

  it("has each behavior once, as a sentence", () => {
    const sentences = behaviors.map(({ aws }) => aws);

    expect(sentences.filter((sentence, index) => sentences.indexOf(sentence) !== index)).toEqual([]);
    expect(sentences.filter((sentence) => !/^[A-Z`$@0-9].*\.$/s.test(sentence))).toEqual([]);
  });

  it("contains only complete URLs", () => {
    const urls = behaviors.flatMap(({ source }) => (source.kind === "assumed" ? [] : [source.url]));

    expect(urls.filter((url) => !/^https:\/\/[\w.-]+\/[^\s|)]*$/.test(url))).toEqual([]);
  });
});
