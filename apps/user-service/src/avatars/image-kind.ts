const JPEG = '\xff\xd8\xff';
const PNG = '\x89PNG\r\n\x1a\n';
/** The dots are the file's length. */
const WEBP = /^RIFF.{4}WEBP/s;

/** ISO base media files say in their first box what they hold: these are the pictures of HEVC that phones take. */
const HEIC = /^.{4}ftyp(?:heic|heix|heim|heis|hevc|hevx|mif1|msf1)/s;

/** Markup that a browser or interpreter would run wherever it stands in a file. Readable text must follow it: compressed pixels rarely look so. */
const MARKUP = /<(?:!doctype|html|head|body|script|iframe|svg|\?php)[\s/>][\t\r\n\x20-\x7e]{4}/i;
/** PDF readers look for this in the first 1,024 bytes. */
const PDF = '%PDF-';
const PDF_RANGE_BYTES = 1_024;
/** ZIP readers (and so those of JAR, APK, DOCX) look for this in the last 65,557 bytes. */
const ZIP_END = 'PK\x05\x06';
const ZIP_RANGE_BYTES = 65_557;
/** Opens a JavaScript comment where a decoder reads a length. */
const SCRIPT_COMMENT = '/*';
const SCRIPT_COMMENT_OFFSET_BYTES = 4;

/** Whether the bytes begin as those of a JPEG, PNG or WebP do; file name and declared type are ignored. */
export function isSupportedImage(image: Buffer): boolean {
  const beginning = image.toString('latin1', 0, 12);
  return beginning.startsWith(JPEG) || beginning.startsWith(PNG) || WEBP.test(beginning);
}

/** Whether the bytes begin as those of a HEIC picture do. */
export function isHeic(image: Buffer): boolean {
  return HEIC.test(image.toString('latin1', 0, 12));
}

/**
 * Whether the image is a second kind of file as well: a page, a script, a document or an archive. No camera makes those.
 *
 * Bytes after the end of the image are allowed: phones put second images and short films there.
 */
export function isPolyglot(image: Buffer): boolean {
  const text = image.toString('latin1');
  return (
    text.startsWith(SCRIPT_COMMENT, SCRIPT_COMMENT_OFFSET_BYTES) ||
    text.slice(0, PDF_RANGE_BYTES).includes(PDF) ||
    text.slice(-ZIP_RANGE_BYTES).includes(ZIP_END) ||
    MARKUP.test(text)
  );
}
