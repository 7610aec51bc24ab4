const JPEG = '\xff\xd8\xff';
const PNG = '\x89PNG\r\n\x1a\n';
/** The dots are its size. */
const WEBP = /^RIFF.{4}WEBP/s;

/** Markup that a browser or an interpreter would run, wherever it finds it. Text follows: pixels hardly look like that. */
const MARKUP = /<(?:!doctype|html|head|body|script|iframe|svg|\?php)[\s/>][\t\r\n\x20-\x7e]{4}/i;
/** Readers of PDF look for this in the first 1,024 bytes. */
const PDF = '%PDF-';
const PDF_RANGE = 1_024;
/** Readers of ZIP (and so JAR, APK, DOCX) look for this in the last 65,557 bytes. */
const ZIP_END = 'PK\x05\x06';
const ZIP_RANGE = 65_557;
/** A comment of JavaScript, opened by what is a length to a decoder. */
const SCRIPT_COMMENT = '/*';
const SCRIPT_COMMENT_AT = 4;

/** Whether the bytes are a JPEG, a PNG or a WebP; neither name nor declared type count. */
export function isSupportedImage(image: Buffer): boolean {
  const beginning = image.toString('latin1', 0, 12);
  return beginning.startsWith(JPEG) || beginning.startsWith(PNG) || WEBP.test(beginning);
}

/**
 * Whether the image is something else too: a page, a script, a document, an archive. No camera makes such a file.
 *
 * Bytes behind the image are no sign of it: phones put second images and short films there.
 */
export function isPolyglot(image: Buffer): boolean {
  const text = image.toString('latin1');
  return (
    text.startsWith(SCRIPT_COMMENT, SCRIPT_COMMENT_AT) ||
    text.slice(0, PDF_RANGE).includes(PDF) ||
    text.slice(-ZIP_RANGE).includes(ZIP_END) ||
    MARKUP.test(text)
  );
}
