import { describeFully, describeLetter, factsOf } from "../../../cli/dead-letters/describe-letter";

describe("a letter with control characters", () => {
  const reason = "400 Bad Request:\r\n\u001b[2Jgone\u009b";
  const body = { channelName: "kite-demo", conversation: "kite-demo/ada", messageKey: "toHost#1", reason };
  const facts = factsOf("message", {
    id: "one",
    body: JSON.stringify(body),
    group: "g",
    sentAt: new Date(),
    receiptHandle: "r",
  });

  it("is described without them", () => {
    expect(describeLetter(facts)).toMatch(/ago {2}kite-demo, to the host {2}400 Bad Request: \[2Jgone$/);
    expect(describeFully(facts)).toMatch(/^reason +400 Bad Request: \[2Jgone$/m);
  });

  it("is described in one line if it is not a letter of Kite", () => {
    expect(
      describeLetter({ ...facts, channelName: undefined, reason: undefined, body: "a\n\u001bb" }),
    ).toMatch(/not a letter of Kite: a b$/);
  });
});
