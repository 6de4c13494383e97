import { Cleanup } from "../src/cleanup";

describe("Cleanup", () => {
  it("runs each action once, in reverse order, one after another", async () => {
    const order: string[] = [];
    const list = new Cleanup();
    list.add(() => {
      order.push("first");
    });
    list.add(async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      order.push("second");
    });

    await Promise.all([list.close(), list.close()]);

    expect(order).toEqual(["second", "first"]);
  });

  it("continues after an error, and throws the first error", async () => {
    const order: string[] = [];
    const list = new Cleanup();
    list.add(() => {
      order.push("first");
    });
    list.add(() => Promise.reject(new Error("second")));
    list.add(() => {
      throw new Error("third");
    });

    await expect(list.close()).rejects.toThrow("third");

    expect(order).toEqual(["first"]);
  });
});
