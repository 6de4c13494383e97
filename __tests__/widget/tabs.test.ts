import { minute, second } from "../../widget/src/client/clock";
import { FakeClock, MemoryStore, openPage, ScriptedServer } from "./scripted-server";
import { TabGroup } from "./tab-group";

const token = `alice.1900000000.${"s".repeat(43)}`;

let server: ScriptedServer;
let tabs: TabGroup;

beforeEach(() => {
  server = new ScriptedServer(new FakeClock());
  tabs = new TabGroup(server.clock);
});

/** Opens a tab. All tabs receive each other's messages. */
function openTab() {
  return openPage(server, undefined, { bus: tabs.addTab() });
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

  it("report nothing to a tab in which another visitor or no visitor is signed in", async () => {
    const signedIn = openTab();
    const other = openTab();
    await signedIn.client.identify(token);
    signedIn.client.setOpen(true);
    signedIn.client.send("My order is 4711");
    await server.clock.advance(second);

    expect(textsOf(signedIn)).toEqual(["My order is 4711"]);
    expect(textsOf(other)).toEqual([]);
  });

  it("all delete the visitor's data at a logout", async () => {
    const one = openTab();
    const other = openTab();
    await one.client.identify(token);
    await other.client.identify(token);
    one.client.setOpen(true);
    one.client.send("My order is 4711");
    await server.clock.advance(second);
    expect(textsOf(other)).toEqual(["My order is 4711"]);
    one.client.reset();
    // The tabs have not joined again yet.
    await server.clock.advance(5);

    expect([textsOf(one), textsOf(other)]).toEqual([[], []]);
  });

  it.each([
    { when: "some seconds", delay: 3 * second },
    { when: "a minute", delay: minute },
  ])(
    "keep what the next visitor has stored, although one was frozen and hears of the logout $when late",
    async ({ delay }) => {
      const storage = Object.assign(new MemoryStore(), { isPersistent: true });
      const one = openPage(server, storage, { bus: tabs.addTab() });
      const bus = tabs.addTab();
      const frozen = openPage(server, storage, {
        bus: {
          ...bus,
          listen: (hear) => bus.listen((message) => server.clock.setTimeout(() => hear(message), delay)),
        },
      });
      one.client.setOpen(true);
      one.client.send("My order is 4711");
      await server.clock.advance(2 * minute);
      expect(textsOf(frozen)).toEqual(["My order is 4711"]);
      one.client.reset();
      one.client.send("I am another visitor");
      one.client.notes.draft = "Half a sen";
      await server.clock.advance(second);
      const stored = new Map(storage);
      await server.clock.advance(2 * minute);

      expect(new Map(storage)).toEqual(stored);
    },
  );
});
