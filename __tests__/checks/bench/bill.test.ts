import { assumptions } from "../../../checks/bench/price/assumptions";
import { bill, halfAndHalf, hostUsage, type Measured, visitorUsage } from "../../../checks/bench/price/bill";
import prices from "../../../checks/bench/prices.json";

/** Measurement of a text that is delivered alone, and of its reply. */
const measured: Measured = {
  texts: 1,
  dispatcher: { reads: 1, writes: 2, readUnits: 1, writeUnits: 3, queueRequests: 1 },
  outbox: { reads: 2, writes: 1, readUnits: 2, writeUnits: 2, queueRequests: 0 },
  reply: { reads: 2, writes: 2, readUnits: 2, writeUnits: 2, queueRequests: 0 },
  localMilliseconds: 10,
  memoryMegabytes: { dispatcher: 512, outbox: 256 },
};

describe("the price of a million messages", () => {
  it("includes a frame, its ACK, a notification and a delivery for a visitor's text", () => {
    // Three requests to DynamoDB, one to SQS and the function's own work.
    const dispatching = 3 * 5 + 10 + 10;
    // Three requests to DynamoDB, one to Telegram and the function's own work.
    const delivering = 3 * 5 + 100 + 10;

    expect(visitorUsage(measured, assumptions)).toEqual({
      webSocketMessages: 2,
      webSocketConnectionMinutes: 1,
      httpApiRequests: 0,
      lambdaRequests: 2,
      lambdaGigabyteSeconds: (dispatching / 1000) * 0.5 + (delivering / 1000) * 0.25,
      dynamodbReadUnits: 3,
      dynamodbWriteUnits: 5,
      sqsFifoRequests: 3,
    });
  });

  it("divides the cost of a delivery by the texts that it combines", () => {
    const burst: Measured = {
      ...measured,
      texts: 4,
      dispatcher: { reads: 4, writes: 8, readUnits: 4, writeUnits: 12, queueRequests: 4 },
      // Four notifications, the first of which finds all texts.
      outbox: { reads: 5, writes: 4, readUnits: 5, writeUnits: 8, queueRequests: 0 },
    };

    expect(visitorUsage(burst, assumptions)).toMatchObject({
      webSocketMessages: 2,
      lambdaRequests: (4 + 4) / 4,
      dynamodbWriteUnits: (12 + 8) / 4,
      sqsFifoRequests: (3 * 4) / 4,
      lambdaGigabyteSeconds: expect.closeTo(
        ((12 * 5 + 4 * 10 + 4 * 10) * 0.5 + (9 * 5 + 100 + 4 * 10) * 0.25) / 4 / 1000,
        10,
      ),
    });
  });

  it("includes an update and a push for a host's message", () => {
    expect(hostUsage(measured, assumptions)).toMatchObject({
      webSocketMessages: 1,
      httpApiRequests: 1,
      lambdaRequests: 1,
      lambdaGigabyteSeconds: ((4 * 5 + 15 + 10) / 1000) * 0.5,
      dynamodbWriteUnits: 2,
      sqsFifoRequests: 0,
    });
  });

  it("is the mean of both directions, each of which is the sum of its items", () => {
    const [toHost, toVisitor] = [visitorUsage(measured, assumptions), hostUsage(measured, assumptions)];
    const one = (usage: typeof toHost) => bill(usage, prices.dollarsPerMillion).total;

    const half = bill(halfAndHalf(toHost, toVisitor), prices.dollarsPerMillion);

    expect(half.total).toBeCloseTo((one(toHost) + one(toVisitor)) / 2, 10);
    expect(half.items.dynamodbWriteUnits).toBeCloseTo(3.5 * 0.625, 10);
  });

  it("has a source for each unit price", () => {
    expect(Object.keys(prices.sources)).toEqual(Object.keys(prices.dollarsPerMillion));
  });
});
