import { KiteRun, nextTimestamp } from "../../checks/harness/kite-run";

it("HIS returns a host's quick answer after the question, although Telegram's times are in whole seconds", async () => {
  const run = await KiteRun.start();
  try {
    const host = await run.host();
    const visitor = await run.visitor(host);
    await visitor.ask(["TXT", "first", "Hello", nextTimestamp()]);
    await host.hears("Hello");
    // The question and the answer must be sent within the same second.
    await new Promise((resolve) => setTimeout(resolve, 1_050 - (Date.now() % 1_000)));

    const question = await visitor.ask(["TXT", "question", "Open?", nextTimestamp()]);
    host.say("Open.");
    const answer = (await visitor.next()) as string[];

    expect(question).toMatchObject({ 0: "ACK" });
    expect(answer).toMatchObject({ 0: "TXT", 2: "Open." });
    expect(await visitor.ask(["HIS", 2, null])).toEqual([
      "HIS",
      [
        ["out", expect.arrayContaining(["question"])],
        ["in", answer],
      ],
    ]);
  } finally {
    await run.close();
  }
});
