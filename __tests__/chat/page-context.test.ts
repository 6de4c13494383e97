import { Visitor } from "../../checks/harness/client/visitor";
import { eventually } from "../../checks/harness/eventually";
import { type Host, type JoinedVisitor, KiteRun, nextTimestamp } from "../../checks/harness/kite-run";
import { Cloud } from "../support/cloud";

let run: KiteRun;
let host: Host;
let visitor: JoinedVisitor;
beforeAll(async () => {
  run = await KiteRun.start();
  host = await run.host();
}, 60_000);
beforeEach(async () => {
  visitor = await run.visitor(host);
});
afterAll(() => run?.close());

const frame = ["CTX", "https://shop.example/cart", "Your cart", "de", "Europe/Berlin", ["typing", "edits"]];

/** Returns the row of a member's socket. */
async function connectionRow(memberId: string): Promise<Record<string, unknown> | undefined> {
  const cloud = new Cloud(run.server);
  const [row] = await cloud.rows("Connections", "memberId", memberId);
  cloud.close();
  return row;
}

describe("CTX", () => {
  it("gets OK, and is stored with the socket, with sorted and distinct features", async () => {
    const answer = await visitor.ask([...frame.slice(0, 5), ["typing", "edits", "typing"]]);

    expect(answer).toEqual(["OK"]);
    expect((await connectionRow(visitor.memberId))?.pageContext).toEqual({
      pageUrl: "https://shop.example/cart",
      pageTitle: "Your cart",
      language: "de",
      timeZone: "Europe/Berlin",
      features: ["edits", "typing"],
    });
  });

  it("is deleted with the socket", async () => {
    await visitor.ask(frame);
    await visitor.close();

    await eventually("the row is deleted", async () => !(await connectionRow(visitor.memberId)));
  });

  it("may have only empty values", async () => {
    expect(await visitor.ask(["CTX", null, null, null, null, null])).toEqual(["OK"]);
  });

  it("waits for a JOIN that was sent just before, and gets 401 without a JOIN", async () => {
    const socket = await Visitor.connect(run.webSocketUrl(host.channelName));

    expect(await socket.ask(frame)).toMatchObject({ 0: "ERR", 2: 401 });
    socket.send(["JOIN", "behind", null, host.channelName]);
    socket.send(frame);

    expect([await socket.next(), await socket.next()]).toEqual([["OK"], ["OK"]]);
  });

  it("counts as a frame for the rate limit", async () => {
    // The number exceeds the limit even on a slow machine, and too few frames are rejected to close the connection.
    const answers = await Promise.all(Array.from({ length: 45 }, () => visitor.ask(frame)));

    expect(answers.filter((answer) => (answer as unknown[])[2] === 429).length).toBeGreaterThan(0);
  });

  it("does not change the host's messages, and sends the client only the answer", async () => {
    await visitor.ask(frame);
    await visitor.ask(["TXT", "after", "A text after the page", nextTimestamp()]);
    const post = await host.hears("A text after the page");
    host.say("An answer", post);

    const answer = await visitor.next();

    expect(post.text).toMatch(/^#\w+ Ada\nA text after the page$/);
    expect(answer).toMatchObject({ 0: "TXT", 2: "An answer" });
    expect(answer).toHaveLength(4);
  });
});
