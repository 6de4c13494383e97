import fc from "fast-check";
import { chooseEncoding } from "../../../lambda-src/widget/content-encoding";

describe("chooseEncoding", () => {
  it.each([
    [undefined, "identity"],
    ["", "identity"],
    ["gzip, deflate, br, zstd", "br"],
    ["GZIP", "gzip"],
    ["x-gzip", "gzip"],
    ["br;q=0.5, gzip", "gzip"],
    ["br;q=0.5, gzip;q=0.5", "br"],
    ["gzip;q=0.8, identity;q=0.9", "identity"],
    ["br;q=0, gzip;q=0", "identity"],
    ["br;q=0, *", "gzip"],
    ["*", "br"],
    ["*;q=0", "identity"],
    ["deflate", "identity"],
    ["br; q=1.000 , gzip ;q=0.999", "br"],
    ["br;q=2, gzip;q=0.1", "gzip"],
    ["br;q=nonsense, gzip;q=0.1", "gzip"],
    ["identity;q=0, br;q=0.001", "br"],
    ["identity;q=0", "identity"],
  ])("answers %j with %s", (header, encoding) => {
    expect(chooseEncoding(header)).toBe(encoding);
  });

  it("chooses an encoding for any header", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (header) =>
        ["br", "gzip", "identity"].includes(chooseEncoding(header)),
      ),
    );
  });
});
