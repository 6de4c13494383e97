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
  "No host sent a message, so the run proves nothing about host → visitors. Set more --messages.";
const noVisitor =
  "No visitor sent a message, so the run proves nothing about visitors → host. Set more --messages.";

describe("a run", () => {
  it("passes when both sides wrote, nothing is amiss and every fault struck", () => {
    expect(conclude(verdict(oneDelivered, oneDelivered), [])).toEqual({
      passed: true,
      lines: ["Every promise was kept."],
    });
  });

  it.each<[string, Verdict, string[], string[]]>([
    ["no host wrote", verdict(oneDelivered, silent), [], [noHost]],
    ["no visitor wrote", verdict(silent, oneDelivered), ["push-gone"], [noVisitor]],
    ["nobody wrote", verdict(silent, silent), [], [noVisitor, noHost]],
    ["a message was lost", verdict(losing, oneDelivered), ["push-gone"], ["The run failed."]],
    ["one was lost and no host wrote", verdict(losing, silent), [], [noHost, "The run failed."]],
    [
      "a fault occurred too rarely",
      verdict(oneDelivered, oneDelivered),
      ["push-gone"],
      ["No promise was broken, but the faults occurred too rarely to prove it."],
    ],
  ])("fails when %s, and says so", (_case, result, tooRare, lines) => {
    expect(conclude(result, tooRare)).toEqual({ passed: false, lines });
  });
});
