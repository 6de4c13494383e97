import { eventually } from "../../../checks/harness/eventually";
import { failIn, kicked } from "../../support/bot-api-answers";
import { DeadLetterRun } from "./dead-letter-run";

let stage: DeadLetterRun;
beforeAll(async () => {
  stage = await DeadLetterRun.start();
});
afterEach(() => stage.reset());
afterAll(() => stage?.close());

describe("kite dead-letters redrive", () => {
  it("delivers the text to the host once, and deletes the letter", async () => {
    const host = await stage.run.host();
    await stage.giveUp(host, "at last");

    const { status, stdout, stderr } = await stage.kite("dev", "redrive", "--all");
    await host.hears("at last");
    const again = await stage.kite("dev", "redrive", "--all");

    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^To do: deliver again 1 letter:\n {2}[0-9a-f-]{36} /);
    expect(stdout).toMatch(/^[0-9a-f-]{36}: The message is pending again\.$/m);
    expect(again.stdout).toBe("There are no dead letters.\n");
    expect(host.told.filter((text) => text.includes("at last"))).toHaveLength(1);
  });

  it("delivers the text once if the command ends before it has deleted the letter", async () => {
    const host = await stage.run.host();
    await stage.giveUp(host, "only once");
    stage.hasAnswers = false;

    const broken = await stage.kite("dev", "redrive", "--all");
    await host.hears("only once");
    stage.hasAnswers = true;
    const repeated = await eventually("the letter is visible", async () => {
      const result = await stage.kite("dev", "redrive", "--all");
      return result.stdout.includes("no such undeliverable message") && result;
    });

    expect(broken.status).toBe(1);
    expect(broken.stderr).toMatch(/^The dead letters of dev could not be handled: .*still there/);
    expect(repeated.status).toBe(0);
    expect(await stage.listed()).toEqual([]);
    expect(host.told.filter((text) => text.includes("only once"))).toHaveLength(1);
  });

  it("delivers a message with two letters once, and deletes both", async () => {
    const host = await stage.run.host();
    await stage.giveUp(host, "no double");
    const [letter] = await stage.listed();
    await stage.put("undeliverable", letter?.body ?? "");

    const { status, stdout } = await stage.kite("dev", "redrive", "--all");
    await host.hears("no double");

    expect(status).toBe(0);
    expect(stdout).toContain("To do: deliver again 2 letters:");
    expect(await stage.listed()).toEqual([]);
    expect(host.told.filter((text) => text.includes("no double"))).toHaveLength(1);
  });

  it("succeeds even if the cause is not fixed, and the message becomes a new letter", async () => {
    const host = await stage.run.host();
    await stage.giveUp(host, "still refused");
    failIn(stage.telegramProxy, host, kicked, kicked, kicked);

    const { status } = await stage.kite("dev", "redrive", "--all");

    expect(status).toBe(0);
    await eventually("a new letter", async () => (await stage.listed()).length === 1);
  });

  it("handles only the letter whose ID begins with the given characters", async () => {
    await stage.giveUp(await stage.run.host(), "chosen");
    await stage.giveUp(await stage.run.host(), "not chosen");
    const letters = await stage.listed();
    const [chosen] = letters;

    const { status } = await stage.kite("dev", "redrive", chosen?.id.slice(0, 13) ?? "");
    const unknown = await stage.kite("dev", "redrive", "no-such-letter");

    expect(status).toBe(0);
    const rest = await stage.listed();
    expect(rest.map(({ id }) => id)).toEqual(letters.map(({ id }) => id).filter((id) => id !== chosen?.id));
    expect(unknown.stderr).toMatch(
      /^<letter>: expected the ID of a letter in the list, received "no-such-letter"/,
    );
  });

  it("handles a letter once if it is named twice", async () => {
    await stage.giveUp(await stage.run.host(), "named twice");
    const [letter] = await stage.listed();
    const id = letter?.id ?? "";

    const { status, stdout } = await stage.kite("dev", "redrive", id, id.slice(0, 13));

    expect(status).toBe(0);
    expect(stdout).toContain("To do: deliver again 1 letter:");
    expect(stdout.match(/The message is pending again/g)).toHaveLength(1);
    expect(await stage.listed()).toEqual([]);
  });

  it("handles all letters of a conversation that has more than ten", async () => {
    await stage.putTwelve();

    const { status, stdout } = await stage.kite("dev", "redrive", "--all");

    expect(status).toBe(0);
    expect(stdout.match(/no such undeliverable message/g)).toHaveLength(12);
    expect(await stage.listed()).toEqual([]);
  });

  it("sends a notification to the outbox again, so that the outbox delivers the pending message", async () => {
    const host = await stage.run.host();
    const visitor = await stage.run.knownVisitor(host, "Ada");
    const { channelName } = host;
    const [row] = await stage.cloud.rows("Messages", "conversation", `${channelName}/${visitor.memberId}`);
    await stage.cloud.put("Messages", {
      ...row,
      messageKey: "toHost#late",
      pending: `toHost#${row?.sentAt}#late`,
      text: "notified at last",
      outcome: undefined,
      storedAt: new Date(Date.now() - 120_000).toISOString(),
    });
    await stage.put("dead-letters", { to: "host", channelName, memberId: visitor.memberId });

    const { status, stdout } = await stage.kite("dev", "redrive", "--all");

    expect(status).toBe(0);
    expect(stdout).toContain("The notification was sent to the outbox again.");
    await host.hears("notified at last");
    expect(await stage.listed()).toEqual([]);
  });

  it("keeps a letter that the outbox rejects, and fails", async () => {
    await stage.put("undeliverable", "not a letter");

    const { status, stdout, stderr } = await stage.kite("dev", "redrive", "--all");
    const [letter] = await stage.listed();
    const show = await stage.kite("dev", "show", letter?.id ?? "");

    expect(status).toBe(1);
    expect(stdout).toContain("deliverAgain: expected …");
    expect(stderr).toMatch(/^1 letter stayed in the queue/);
    expect(show.stdout).toMatch(/^body +not a letter$/m);
  });
});

describe("kite dead-letters drop", () => {
  it("deletes only the letters that it has listed", async () => {
    await stage.putTwelve();

    const { status, stdout } = await stage.kite("dev", "drop", "--all");

    expect(status).toBe(0);
    expect(stdout).toContain("To do: delete 10 letters:");
    expect((await stage.listed()).map(({ body }) => JSON.parse(body).messageKey)).toEqual([
      "toHost#10",
      "toHost#11",
    ]);
  });

  it.each(["drop", "redrive"])("changes nothing in prod without --yes: %s", async (action) => {
    await stage.put("undeliverable", { conversation: "some-channel/ada", messageKey: "toHost#1" });

    const { status, stdout, stderr } = await stage.kite("prod", action, "--all");

    expect(status).toBe(1);
    expect(stdout).toContain("1 letter:");
    expect(stderr).toBe("Nothing changed. This is the prod stage: add --yes to continue.\n");
    expect(await stage.listed()).toHaveLength(1);
  });
});

describe("kite dead-letters", () => {
  it.each<[readonly string[], RegExp]>([
    [["drop"], /^drop expects either the IDs of letters or --all\./],
    [["redrive", "one", "--all"], /^redrive expects either the IDs of letters or --all\./],
    [["list", "one"], /^list expects no letter, received "one"\./],
  ])("rejects %j", async (words, message) => {
    const { status, stderr } = await stage.kite("dev", ...words);

    expect(status).toBe(1);
    expect(stderr).toMatch(message);
  });
});
