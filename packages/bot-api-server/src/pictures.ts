/** Width and height in pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Measures a picture of a format that Telegram accepts as a photo. Reports 1 by 1 for a WebP, and for a JPEG without a
 * frame header.
 * @returns `undefined` if the bytes are not a picture.
 */
export function measurePicture(bytes: Uint8Array): PictureSize | undefined {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = data.toString("latin1", 0, 12);
  if (start.startsWith("\x89PNG\r\n\x1a\n") && data.length >= 24) {
    return { width: data.readUInt32BE(16), height: data.readUInt32BE(20) };
  }
  if (/^GIF8[79]a/.test(start) && data.length >= 10) {
    return { width: data.readUInt16LE(6), height: data.readUInt16LE(8) };
  }
  if (start.startsWith("\xff\xd8\xff")) {
    return measureJpeg(data);
  }
  return /^RIFF....WEBP$/s.test(start) ? { width: 1, height: 1 } : undefined;
}

/** Walks the segments up to the frame header: https://www.w3.org/Graphics/JPEG/itu-t81.pdf, B.2.2 */
function measureJpeg(data: Buffer): PictureSize {
  for (let at = 2; at + 9 <= data.length && data[at] === 0xff; at += 2 + data.readUInt16BE(at + 2)) {
    const marker = data[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      return { width: data.readUInt16BE(at + 7), height: data.readUInt16BE(at + 5) };
    }
  }
  return { width: 1, height: 1 };
}

/**
 * Returns whether Telegram accepts a photo of this size. "The photo's width and height must not exceed 10000 in
 * total. Width and height ratio must be at most 20": https://core.telegram.org/bots/api#sendphoto
 */
export function isPhotoSize({ width, height }: PictureSize): boolean {
  return width + height <= 10_000 && Math.max(width, height) <= 20 * Math.min(width, height);
}
