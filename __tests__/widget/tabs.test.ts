import type { PostedMessage, TabBus } from "../../widget/src/client/tabs";
import { FakeClock, openPage, ScriptedServer } from "./scripted-server";

const second = 1000;
const token = "alice.1900000000.signature";

let server: ScriptedServer;
let listeners: ((message: unknown) => void)[];

beforeEach(() => {
  server = new ScriptedServer(new FakeClock());
  listeners = [];
});

/** Opens a tab. All tabs hear each other. */
function openTab() {
  let own: (message: unknown) => void = () => undefined;
  const bus: TabBus = {
    post: (message: PostedMessage) => {
      for (const listener of listeners.filter((it) => it !== own)) {
        listener(message);
      }
    },
    listen: (onMessage) => {
      own = onMessage;
      listeners.push(own);
    },
    close: () => undefined,
  };
  return openPage(server, undefined, { bus });
}

const textsOf = ({ client }: ReturnType<typeof openTab>) => client.state.messages.map(({ text }) => text);

describe("the tabs of a browser", () => {
  it("report messages to each other", async () => {
    const one = openTab();
    const other = openTab();
    one.client.setOpen(true);
    one.client.send("Hello");
    await server.clock.advance(second);

    expect(textsOf(other)).toEqual(["Hello"]);
  });

  it("report nothing to a tab where another visitor is signed in, or none", async () => {
    const signedIn = openTab();
    const other = openTab();
    await signedIn.client.identify(token);
    signedIn.client.setOpen(true);
    signedIn.client.send("My order is 4711");
    await server.clock.advance(second);

    expect(textsOf(signedIn)).toEqual(["My order is 4711"]);
    expect(textsOf(other)).toEqual([]);
  });

  it("all forget the visitor at a logout", async () => {
    const one = openTab();
    const other = openTab();
    await one.client.identify(token);
    await other.client.identify(token);
    one.client.setOpen(true);
    one.client.send("My order is 4711");
    await server.clock.advance(second);
    expect(textsOf(other)).toEqual(["My order is 4711"]);
    one.client.reset();

    expect([textsOf(one), textsOf(other)]).toEqual([[], []]);
  });
});
