import { assumptions } from "../../bench/price/assumptions";
import { bill, halfAndHalf, hostUsage, type Measured, visitorUsage } from "../../bench/price/bill";
import prices from "../../bench/prices.json";

/** A text that is delivered alone, and its answer. */
const measured: Measured = {
  texts: 1,
  dispatcher: { reads: 1, writes: 2, readUnits: 1, writeUnits: 4, queueRequests: 1 },
  outbox: { reads: 1, writes: 2, readUnits: 0.5, writeUnits: 3, queueRequests: 0 },
  reply: { reads: 2, writes: 2, readUnits: 2, writeUnits: 5, queueRequests: 0 },
  localMilliseconds: 10,
  memoryMegabytes: 512,
};

describe("the price of a million messages", () => {
  it("takes a frame, its ACK, a wake-up and a delivery for a visitor's text", () => {
    // 3 + 3 requests to DynamoDB, one to SQS, one to Telegram, and two times the functions' own work.
    const milliseconds = 6 * 5 + 10 + 100 + 2 * 10;

    expect(visitorUsage(measured, assumptions)).toEqual({
      webSocketMessages: 2,
      webSocketConnectionMinutes: 1,
      httpApiRequests: 0,
      lambdaRequests: 2,
      lambdaGigabyteSeconds: (milliseconds / 1000) * 0.5,
      dynamodbReadUnits: 1.5,
      dynamodbWriteUnits: 7,
      sqsFifoRequests: 3,
    });
  });

  it("shares a delivery among the texts that it joins", () => {
    const burst: Measured = {
      ...measured,
      texts: 4,
      dispatcher: { reads: 4, writes: 8, readUnits: 4, writeUnits: 16, queueRequests: 4 },
      outbox: { reads: 1, writes: 5, readUnits: 0.5, writeUnits: 9, queueRequests: 0 },
    };

    expect(visitorUsage(burst, assumptions)).toMatchObject({
      webSocketMessages: 2,
      lambdaRequests: (4 + 1) / 4,
      dynamodbWriteUnits: (16 + 9) / 4,
      sqsFifoRequests: (4 + 2) / 4,
      lambdaGigabyteSeconds: ((18 * 5 + 4 * 10 + 100 + 5 * 10) / 4 / 1000) * 0.5,
    });
  });

  it("takes an update and a push for a host's message", () => {
    expect(hostUsage(measured, assumptions)).toMatchObject({
      webSocketMessages: 1,
      httpApiRequests: 1,
      lambdaRequests: 1,
      lambdaGigabyteSeconds: ((4 * 5 + 15 + 10) / 1000) * 0.5,
      dynamodbWriteUnits: 5,
      sqsFifoRequests: 0,
    });
  });

  it("adds the items up, and takes the mean of both ways", () => {
    const [toHost, toVisitor] = [visitorUsage(measured, assumptions), hostUsage(measured, assumptions)];
    const one = (usage: typeof toHost) => bill(usage, prices.dollarsPerMillion).total;

    const half = bill(halfAndHalf(toHost, toVisitor), prices.dollarsPerMillion);

    expect(half.total).toBeCloseTo((one(toHost) + one(toVisitor)) / 2, 10);
    expect(half.items.dynamodbWriteUnits).toBeCloseTo(6 * 0.625, 10);
  });

  it("names a source for each price", () => {
    expect(Object.keys(prices.sources)).toEqual(Object.keys(prices.dollarsPerMillion));
  });
});
