import { minute, second } from "../../widget/src/client/clock";
import { FakeClock, openPage, ScriptedServer } from "./scripted-server";

describe("the widget's client, when the network returns", () => {
  it("between a failed socket and the check of its cause: it connects within seconds", async () => {
    const server = new ScriptedServer(new FakeClock());
    const { client, explained } = openPage(server);
    server.isReachable = false;
    client.setOpen(true);
    await server.clock.advance(10 * second);
    expect(client.state.connection).toBe("offline");

    // The next socket still fails, and the request after it succeeds.
    const answers = [false];
    Object.defineProperty(server, "isReachable", { get: () => answers.shift() ?? true });
    await server.clock.advance(minute);

    expect(client.state.connection).toBe("joined");
    expect(explained).toEqual([]);
  });
});
