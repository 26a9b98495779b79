/** Pictures of 7 by 5 pixels, as a browser writes them. */
const picture = (base64: string) => Buffer.from(base64, 'base64');

export const PNG = picture(
  'iVBORw0KGgoAAAANSUhEUgAAAAcAAAAFCAYAAACJmvbYAAAAIUlEQVR4AbTJMQ0AABDCwAb/ot7ZowA2mnQ6HXxalEZoAAAA///Ef9q5AAAABklEQVQDADzKDERNo/VkAAAAAElFTkSuQmCC',
);
export const JPEG = picture(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////////////////////////////////////////////////2wBDAVVaWnhpeOuCguv/////////////////////////////////////////////////////////////////////////wAARCAAFAAcDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAP/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFQEBAQAAAAAAAAAAAAAAAAAAAgT/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oADAMBAAIRAxEAPwCAAKX/2Q==',
);
export const WEBP_LOSSY = picture(
  'UklGRjIAAABXRUJQVlA4ICYAAABwAQCdASoHAAUAB0CWJaACdAFAAAD+6mX0l0ua5/uD9QfxBPAAAA==',
);
export const WEBP_LOSSLESS = picture('UklGRhwAAABXRUJQVlA4TA8AAAAvBgABAAcQBY7+ByKi/wEA');
export const WEBP_EXTENDED = picture(
  'UklGRlYAAABXRUJQVlA4WAoAAAAQAAAABgAABAAAQUxQSAoAAAABB1DAiAhERP8DVlA4ICYAAABwAQCdASoHAAUAB0CWJaACdAFAAAD+6ez0nEFIE/6r/H37YQwAAA==',
);

/** One colour throughout: browsers write no GIF, so this one is put together by the letter of GIF89a. */
export const GIF = Buffer.concat([
  Buffer.from('GIF89a'),
  Buffer.from([7, 0, 5, 0, 0x80, 0, 0, 0xc0, 0, 0, 0xff, 0xff, 0xff]), // size, a palette of two colours
  Buffer.from([0x2c, 0, 0, 0, 0, 7, 0, 5, 0, 0]), // the one image
  Buffer.from([2, 6, 0x84, 0x8f, 0xa9, 0xcb, 0x0d, 0x05, 0, 0x3b]),
]);
