import { Cleanup } from "../src/cleanup";

describe("a closing list", () => {
  it("ends what was begun in reverse order, each before the next, once", async () => {
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

  it("goes on after an error, and tells of the first", async () => {
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
