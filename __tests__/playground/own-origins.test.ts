import type { LogEntry, StackModel } from "@kite-chat/stack-server";
import { OwnHosts } from "../../playground/own-hosts";
import { ownOriginsAdder } from "../../playground/own-origins";

const server = { url: "http://localhost:3000" };
const own = new OwnHosts("127.0.0.1").origins(server.url);

const stackWith = (origins: readonly string[] | undefined) =>
  ({
    functions: [{ environment: origins === undefined ? {} : { ALLOWED_ORIGINS: JSON.stringify(origins) } }],
    buckets: [
      { corsRules: [{ allowedOrigins: ["*"] }, { allowedOrigins: origins ?? ["https://shop.example"] }] },
    ],
  }) as unknown as StackModel;

let entries: LogEntry[];
let adapt: ReturnType<typeof ownOriginsAdder>;
beforeEach(() => {
  entries = [];
  adapt = ownOriginsAdder(new OwnHosts("127.0.0.1"), (entry) => entries.push(entry));
});

describe("a deployment with allowed origins", () => {
  it("keeps its allowed origins, and also allows the origins of the run's page", () => {
    const stack = adapt(stackWith(["https://shop.example"]), server);

    const [model] = stack.functions;
    expect(JSON.parse(model?.environment.ALLOWED_ORIGINS ?? "")).toEqual(["https://shop.example", ...own]);
    expect(stack.buckets[0]?.corsRules.map(({ allowedOrigins }) => allowedOrigins)).toEqual([
      ["*"],
      ["https://shop.example", ...own],
    ]);
  });

  it("causes only one log entry while its origins do not change", () => {
    adapt(stackWith(["https://shop.example"]), server);
    adapt(stackWith(["https://shop.example"]), server);
    adapt(stackWith(["https://other.example"]), server);

    expect(entries.map(({ message }) => message)).toEqual([
      `The deployment allows only the origins https://shop.example. This run also allows its own page: ${own.join(", ")}.`,
      `The deployment allows only the origins https://other.example. This run also allows its own page: ${own.join(", ")}.`,
    ]);
  });
});

describe("a deployment whose only allowed origins are those of the run's page", () => {
  it("causes no log entry", () => {
    adapt(stackWith(own.slice(0, 1)), server);
    adapt(stackWith([]), server);

    expect(entries).toEqual([]);
  });
});

describe("a deployment without allowed origins", () => {
  it.each([[["*"]], [undefined]])("is not changed, and causes no log entry: %j", (origins) => {
    const stack = stackWith(origins);

    expect(adapt(stack, server).functions).toEqual(stack.functions);
    expect(entries).toEqual([]);
  });
});
