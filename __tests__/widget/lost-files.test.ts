import { second } from "../../widget/src/client/clock";
import type { SocketLock } from "../../widget/src/client/tabs";
import { FakeClock, MemoryStore, openPage, ScriptedServer } from "./scripted-server";
import { TabGroup } from "./tab-group";

const token = `alice.1900000000.${"s".repeat(43)}`;
const file = { name: "list.pdf", type: "application/pdf", size: 12 };

let server: ScriptedServer;
let storage: MemoryStore;
let tabs: TabGroup;

beforeEach(() => {
  server = new ScriptedServer(new FakeClock());
  storage = new MemoryStore();
  tabs = new TabGroup(server.clock);
});

/** Opens a tab of one browser, in which no upload ever ends. */
function openTab(lock?: SocketLock) {
  return openPage(server, storage, {
    bus: tabs.addTab(),
    startUpload: () => ({ done: new Promise(() => undefined), cancel: () => undefined }),
    ...(lock && { lock }),
  });
}

const stateOf = ({ client }: ReturnType<typeof openTab>) =>
  client.state.messages.map(({ status, failure }) => failure ?? status);

describe("a file that was not sent before its page was left", () => {
  it("must be chosen again by a visitor without a login", async () => {
    const before = openTab();
    before.client.setOpen(true);
    before.client.attach(file);
    await server.clock.advance(second);
    expect(stateOf(before)).toEqual(["sending"]);
    before.client.close();

    const after = openTab();
    await server.clock.advance(2 * second);
    expect(stateOf(after)).toEqual(["reload"]);
  });

  it("must be chosen again by a visitor whom the shop has signed in", async () => {
    const before = openTab();
    await before.client.identify(token);
    before.client.setOpen(true);
    before.client.attach(file);
    await server.clock.advance(second);
    expect(stateOf(before)).toEqual(["sending"]);
    before.client.close();

    const after = openTab();
    await after.client.identify(token);
    await server.clock.advance(2 * second);
    expect(stateOf(after)).toEqual(["reload"]);
  });

  it("is still being sent if another tab has it", async () => {
    const owner = openTab();
    await owner.client.identify(token);
    owner.client.setOpen(true);
    owner.client.attach(file);

    const other = openTab();
    await other.client.identify(token);
    await server.clock.advance(2 * second);
    expect(stateOf(owner)).toEqual(["sending"]);
    expect(stateOf(other)).toEqual(["sending"]);
  });

  it("is reported as lost by a tab that gets the socket because the tab with the file was closed", async () => {
    let grant = () => {};
    const waiting: SocketLock = {
      acquire: (_, onGranted) => {
        grant = onGranted;
      },
      release: () => undefined,
    };
    const owner = openTab();
    owner.client.setOpen(true);
    owner.client.attach(file);
    const other = openTab(waiting);
    await server.clock.advance(2 * second);
    expect(stateOf(other)).toEqual(["sending"]);

    owner.client.close();
    grant();
    await server.clock.advance(2 * second);
    expect(stateOf(other)).toEqual(["reload"]);
  });

  it("is not reported as lost by a tab that was closed before the tab with the file could answer", async () => {
    const owner = openTab();
    owner.client.setOpen(true);
    owner.client.attach(file);
    openTab().client.close();
    await server.clock.advance(2 * second);

    expect(stateOf(openTab())).toEqual(["sending"]);
  });

  it("is not reported as lost if its visitor signs in before the tab with the file can answer", async () => {
    const owner = openTab();
    owner.client.setOpen(true);
    owner.client.attach(file);
    const other = openTab();
    await other.client.identify(token);
    await server.clock.advance(2 * second);

    expect(stateOf(openTab())).toEqual(["sending"]);
  });
});
