import { explained } from "../../cli/aws-clients";
import { UsageError } from "../../cli/command";
import { UserError } from "../../constructs/user-error";

describe("a failed request to AWS", () => {
  const explain = ({ message }: Error) => `The queue cannot be read: ${message}.`;

  it("is explained to the person, with its cause", async () => {
    const cause = new Error("AccessDenied");

    const error = await explained(Promise.reject(cause), explain).catch((it: unknown) => it);

    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ message: "The queue cannot be read: AccessDenied.", cause });
  });

  it("is not explained a second time", async () => {
    const error = new UsageError("<letter>: expected the ID of a letter in the list.");

    await expect(explained(Promise.reject(error), explain)).rejects.toBe(error);
  });
});
