import { helpText, readArguments } from "../../playground/arguments";

const nothing = {
  help: false,
  port: undefined,
  data: undefined,
  lagMilliseconds: 100,
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
    { args: ["--lag", "500"], wanted: { lagMilliseconds: 500 } },
    { args: ["--lag=0"], wanted: { lagMilliseconds: 0 } },
    { args: ["--help"], wanted: { help: true } },
  ])("reads $args", ({ args, wanted }) => {
    expect(readArguments(args)).toEqual({ ...nothing, ...wanted });
  });

  it.each([
    { args: ["--frsh"], message: "--frsh" },
    { args: ["now"], message: "now" },
    {
      args: ["--lag", "soon"],
      message: "--lag soon: expected a whole number of milliseconds from 0 to 60000",
    },
    { args: ["--lag", "60001"], message: "--lag 60001: expected a whole number of milliseconds" },
    { args: ["--lag=-1"], message: "--lag -1: expected a whole number of milliseconds" },
    { args: ["--port"], message: "--port" },
    { args: ["--port", "http"], message: "--port http: expected a port number from 0 to 65535" },
    { args: ["--port", "70000"], message: "--port 70000: expected a port number from 0 to 65535" },
  ])("rejects $args, and reports the option", ({ args, message }) => {
    expect(() => readArguments(args)).toThrow(message);
  });

  it("documents every option in the help", () => {
    const flags = ["port", "stage", "data", "lag", "fresh", "take-over", "verbose", "json", "help"];
    expect([...helpText.matchAll(/^ {2}--([\w-]+)/gm)].map(([, flag]) => flag)).toEqual(flags);
  });
});
