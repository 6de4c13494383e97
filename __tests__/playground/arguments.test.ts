import { HELP, readArguments } from "../../playground/arguments";

const NOTHING = {
  help: false,
  port: undefined,
  data: undefined,
  fresh: false,
  takeOver: false,
  verbose: false,
  json: false,
  stage: "dev",
};

describe("readArguments", () => {
  it.each([
    { args: [], wanted: {} },
    { args: ["--port", "0"], wanted: { port: 0 } },
    { args: ["--port=8080", "--fresh"], wanted: { port: 8080, fresh: true } },
    { args: ["--data", "/tmp/kite"], wanted: { data: "/tmp/kite" } },
    { args: ["--take-over", "--verbose"], wanted: { takeOver: true, verbose: true } },
    { args: ["--stage", "prod", "--json"], wanted: { stage: "prod", json: true } },
    { args: ["--help"], wanted: { help: true } },
  ])("reads $args", ({ args, wanted }) => {
    expect(readArguments(args)).toEqual({ ...NOTHING, ...wanted });
  });

  it.each([
    { args: ["--frsh"], message: "--frsh" },
    { args: ["now"], message: "now" },
    { args: ["--port"], message: "--port" },
    { args: ["--port", "http"], message: "--port http: wanted a port number up to 65535" },
    { args: ["--port", "70000"], message: "--port 70000: wanted a port number up to 65535" },
  ])("refuses $args in a sentence", ({ args, message }) => {
    expect(() => readArguments(args)).toThrow(message);
  });

  it("has a help that names every flag", () => {
    const flags = ["port", "stage", "data", "fresh", "take-over", "verbose", "json", "help"];
    expect([...HELP.matchAll(/^ {2}--([\w-]+)/gm)].map(([, flag]) => flag)).toEqual(flags);
  });
});
