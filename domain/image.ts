/** The kinds of picture that can stand in a report. SVG is not among them: it is a program as much as a picture. */
export const IMAGE_TYPES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const;
export type ImageType = (typeof IMAGE_TYPES)[number];

/** What the bytes of a picture say of it; `width` and `height` in pixels, as it is shown upright. */
export type ImageFacts = { mediaType: ImageType; width: number; height: number };

/**
 * Reads kind and size of a picture off its first bytes, whatever its name claims. Null when it is none of
 * `IMAGE_TYPES`, or is cut off before its size. The pixels themselves are not decoded.
 */
export function readImage(bytes: Uint8Array): ImageFacts | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const facts = readPng(view) ?? readGif(view) ?? readWebp(view) ?? readJpeg(view);
    return facts && facts.width > 0 && facts.height > 0 ? facts : null;
  } catch (error) {
    if (error instanceof RangeError) return null; // the file ends before what it announces
    throw error;
  }
}

function readPng(view: DataView): ImageFacts | null {
  if (view.byteLength < 24 || latin(view, 0, 8) !== '\x89PNG\r\n\x1a\n' || latin(view, 12, 4) !== 'IHDR')
    return null;
  return { mediaType: 'image/png', width: view.getUint32(16), height: view.getUint32(20) };
}

function readGif(view: DataView): ImageFacts | null {
  if (view.byteLength < 10 || !/^GIF8[79]a$/.test(latin(view, 0, 6))) return null;
  return { mediaType: 'image/gif', width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

function readWebp(view: DataView): ImageFacts | null {
  if (view.byteLength < 30 || latin(view, 0, 4) !== 'RIFF' || latin(view, 8, 4) !== 'WEBP') return null;
  const sized = (width: number, height: number): ImageFacts => ({ mediaType: 'image/webp', width, height });
  switch (latin(view, 12, 4)) {
    case 'VP8 ': // lossy: a start code, then 14 bits each
      if (view.getUint8(23) !== 0x9d || view.getUint8(24) !== 0x01 || view.getUint8(25) !== 0x2a) return null;
      return sized(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
    case 'VP8L': {
      // lossless: a signature byte, then 14 bits each, less one
      if (view.getUint8(20) !== 0x2f) return null;
      const bits = view.getUint32(21, true);
      return sized((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
    }
    case 'VP8X': // extended: 24 bits each, less one
      return sized(uint24(view, 24) + 1, uint24(view, 27) + 1);
    default:
      return null;
  }
}

function readJpeg(view: DataView): ImageFacts | null {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null;
  let turned = false;
  let at = 2;
  for (;;) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1; // fill byte
      continue;
    }
    if (marker === 0xda || marker === 0xd9) return null; // the picture itself, or its end, without a frame before
    const length = view.getUint16(at + 2);
    if (length < 2) return null;
    if (marker === 0xe1) turned = liesOnItsSide(view, at + 4, length - 2);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      return { mediaType: 'image/jpeg', width: turned ? height : width, height: turned ? width : height };
    }
    at += 2 + length;
  }
}

/** Whether a JPEG's Exif block says that the picture is stored on its side (orientation 5 to 8), as phones do. */
function liesOnItsSide(view: DataView, start: number, length: number): boolean {
  if (length < 14 || latin(view, start, 6) !== 'Exif\0\0') return false;
  const tiff = start + 6;
  const little = latin(view, tiff, 2) === 'II';
  const directory = tiff + view.getUint32(tiff + 4, little);
  const end = start + length;
  if (directory + 2 > end) return false;
  const entries = view.getUint16(directory, little);
  for (let i = 0; i < entries; i++) {
    const entry = directory + 2 + i * 12;
    if (entry + 12 > end) return false;
    if (view.getUint16(entry, little) === 0x0112) return view.getUint16(entry + 8, little) >= 5;
  }
  return false;
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
}

function latin(view: DataView, at: number, length: number): string {
  let text = '';
  for (let i = 0; i < length; i++) text += String.fromCharCode(view.getUint8(at + i));
  return text;
}
