import fc from "fast-check";
import { isPhotoSize, measurePicture } from "../src/pictures";
import { jpeg, png } from "./pictures";

describe("measurePicture", () => {
  it.each([
    ["a PNG", png(7, 3), { width: 7, height: 3 }],
    ["a JPEG", jpeg(640, 480), { width: 640, height: 480 }],
    ["a GIF", Buffer.from("GIF89a\x05\x00\x02\x00", "latin1"), { width: 5, height: 2 }],
    ["a WebP", Buffer.from("RIFF\x04\x00\x00\x00WEBP", "latin1"), { width: 1, height: 1 }],
    ["a PDF", Buffer.from("%PDF-1.7"), undefined],
    ["nothing", Buffer.alloc(0), undefined],
  ])("measures %s", (_kind, bytes, size) => {
    expect(measurePicture(bytes)).toEqual(size);
  });

  it("does not throw for any bytes, even if they start like a valid picture", () => {
    const starts = [png(), jpeg(), Buffer.alloc(0)].map((it) => it.subarray(0, 12));
    const anyBytes = fc.tuple(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 64 }));
    fc.assert(
      fc.property(anyBytes, ([start, rest]) => {
        expect(() => measurePicture(Buffer.concat([start, rest]))).not.toThrow();
      }),
    );
  });
});

describe("isPhotoSize", () => {
  it.each([
    [5_000, 5_000, true],
    [5_001, 5_000, false],
    [20, 1, true],
    [21, 1, false],
    [1, 21, false],
    [0, 0, true],
  ])("for %i by %i pixels returns %s", (width, height, expected) => {
    expect(isPhotoSize({ width, height })).toBe(expected);
  });
});
