import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readImage } from '../../domain/image.ts';
import { GIF, JPEG, PNG, WEBP_EXTENDED, WEBP_LOSSLESS, WEBP_LOSSY } from '../support/pictures.ts';

/** The JPEG with an Exif block in front that says how the camera was held; `order` is the byte order of a TIFF. */
function exif(orientation: number, order: 'II' | 'MM'): Uint8Array {
  const tiff = Buffer.alloc(26);
  const u16 = (n: number, at: number) =>
    order === 'II' ? tiff.writeUInt16LE(n, at) : tiff.writeUInt16BE(n, at);
  const u32 = (n: number, at: number) =>
    order === 'II' ? tiff.writeUInt32LE(n, at) : tiff.writeUInt32BE(n, at);
  tiff.write(order, 0);
  u16(42, 2);
  u32(8, 4); // where the directory begins
  u16(1, 8); // one entry: orientation, a short, once
  u16(0x0112, 10);
  u16(3, 12);
  u32(1, 14);
  u16(orientation, 18);
  const body = Buffer.concat([Buffer.from('Exif\0\0'), tiff]);
  const segment = Buffer.from([0xff, 0xe1, 0, body.length + 2]);
  return Buffer.concat([JPEG.subarray(0, 2), segment, body, JPEG.subarray(2)]);
}

describe('a picture', () => {
  test.each([
    ['PNG', PNG, 'image/png'],
    ['JPEG', JPEG, 'image/jpeg'],
    ['GIF', GIF, 'image/gif'],
    ['lossy WebP', WEBP_LOSSY, 'image/webp'],
    ['lossless WebP', WEBP_LOSSLESS, 'image/webp'],
    ['WebP with transparency', WEBP_EXTENDED, 'image/webp'],
  ])('FILE1 a %s says its kind and its size', (_name, bytes, mediaType) => {
    expect(readImage(bytes)).toEqual({ mediaType, width: 7, height: 5 });
  });

  test.each([1, 2, 3, 4])('FILE1 a JPEG held upright (Exif orientation %i) keeps its size', (orientation) => {
    expect(readImage(exif(orientation, 'MM'))).toMatchObject({ width: 7, height: 5 });
  });

  test.each([5, 6, 7, 8])(
    'FILE1 a JPEG held sideways (Exif orientation %i) has the size it shows',
    (orientation) => {
      for (const order of ['II', 'MM'] as const)
        expect(readImage(exif(orientation, order))).toMatchObject({ width: 5, height: 7 });
    },
  );

  test('FILE1 bytes at an offset of a larger buffer are read where they are', () => {
    const padded = Buffer.concat([Buffer.alloc(3), PNG]);
    expect(readImage(padded.subarray(3))).toMatchObject({ width: 7, height: 5 });
  });

  test.each([
    ['nothing', ''],
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg" width="7" height="5"/>'],
    ['HTML', '<!doctype html><script>alert(1)</script>'],
    ['PDF', '%PDF-1.7\n%\u00e2\u00e3'],
    ['a GIF of another version', 'GIF88a\u0007\u0000\u0005\u0000'],
    [
      'a sound in RIFF',
      'RIFF\u0024\u0000\u0000\u0000WAVEfmt \u0010\u0000\u0000\u0000\u0001\u0000\u0001\u0000\u0044\u00ac',
    ],
  ])('FILE1 %s is no picture of ours', (_name, text) => {
    expect(readImage(Buffer.from(text, 'latin1'))).toBeNull();
  });

  test('FILE1 a picture without width is none', () => {
    const flat = Buffer.from(PNG);
    flat.writeUInt32BE(0, 16);
    expect(readImage(flat)).toBeNull();
  });

  test('FILE1 cut or damaged anywhere, it has its own size, or none, and never breaks the reader', () => {
    const pictures = fc.constantFrom(PNG, JPEG, GIF, WEBP_LOSSY, WEBP_LOSSLESS, WEBP_EXTENDED, exif(6, 'II'));
    fc.assert(
      fc.property(pictures, fc.nat({ max: 320 }), (bytes, length) => {
        const whole = readImage(bytes);
        expect([whole, null]).toContainEqual(readImage(bytes.subarray(0, length)));
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(pictures, fc.nat({ max: 320 }), fc.nat({ max: 255 }), (bytes, at, value) => {
        const damaged = Buffer.from(bytes);
        damaged[at % damaged.length] = value;
        const image = readImage(damaged);
        if (image) expect(image.width * image.height).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});
