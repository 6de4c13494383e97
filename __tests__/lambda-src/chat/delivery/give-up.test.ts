import { giveUp } from "../../../../lambda-src/chat/delivery/give-up";
import type { ChatPorts } from "../../../../lambda-src/chat/ports";
import type { DeliveryProgress } from "../../../../lambda-src/chat/stores";
import { pendingMessage } from "./pending-message";

describe("the notice of a message that is given up", () => {
  it.each(["put", "settle"])(
    "is sent once, even if the call of %s after it fails for a while",
    async (failing) => {
      let row = pendingMessage("1");
      const done: string[] = [];
      let isDown = true;
      const step = async (name: string) => {
        if (isDown && name === failing) {
          throw new Error("AccessDenied");
        }
        done.push(name);
      };
      const ports = {
        log: { error() {} },
        undeliverable: { put: () => step("put") },
        messages: {
          settle: () => step("settle"),
          async advance(_: unknown, { noticed }: DeliveryProgress) {
            row = { ...row, ...(noticed && { noticed }) };
          },
        },
      } as unknown as ChatPorts;
      const attempt = (number: number) =>
        giveUp(ports, row, "403", number, async () => {
          done.push("notice");
          return { kind: "sent" };
        });

      for (const number of [1, 2, 3]) {
        await expect(attempt(number)).rejects.toThrow("AccessDenied");
      }
      isDown = false;

      expect(await attempt(4)).toBeUndefined();
      expect(done.filter((it) => it === "notice")).toHaveLength(1);
      expect(done.slice(-2)).toEqual(["put", "settle"]);
    },
  );
});
