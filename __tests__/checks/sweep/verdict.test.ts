import { conclude, type DirectionVerdict, type Verdict } from "../../../checks/sweep/verdict";
import { oneDelivered } from "./histories";

const silent = { ...oneDelivered, attempted: 0 };
const losing = { ...oneDelivered, lost: [{ token: "kv-1-1", reason: "gone" }] };
const verdict = (toHost: DirectionVerdict, toVisitor: DirectionVerdict): Verdict => ({
  toHost,
  toVisitor,
  gatewayErrors: [],
});

const noHost =
  "No host sent a message, so the run proves nothing about host → visitors. Increase --messages.";
const noVisitor =
  "No visitor sent a message, so the run proves nothing about visitors → host. Increase --messages.";

describe("a sweep", () => {
  it("passes if both sides sent messages, there is no violation, and every fault occurred often enough", () => {
    expect(conclude(verdict(oneDelivered, oneDelivered), [])).toEqual({
      passed: true,
      lines: ["Every promise was kept."],
    });
  });

  it.each<[string, Verdict, string[], string[]]>([
    ["no host sent a message", verdict(oneDelivered, silent), [], [noHost]],
    ["no visitor sent a message", verdict(silent, oneDelivered), ["push-gone"], [noVisitor]],
    ["nobody sent a message", verdict(silent, silent), [], [noVisitor, noHost]],
    ["a message was lost", verdict(losing, oneDelivered), ["push-gone"], ["The run failed."]],
    ["a message was lost and no host sent one", verdict(losing, silent), [], [noHost, "The run failed."]],
    [
      "a fault occurred too rarely",
      verdict(oneDelivered, oneDelivered),
      ["push-gone"],
      ["No promise was broken, but the faults occurred too rarely to prove it."],
    ],
  ])("fails with the reason if %s", (_case, result, tooRare, lines) => {
    expect(conclude(result, tooRare)).toEqual({ passed: false, lines });
  });
});
