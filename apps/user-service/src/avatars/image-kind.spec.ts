import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { isPolyglot, isSupportedImage } from './image-kind.js';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

const JPEG = bytes('\xff\xd8\xff\xe1\x12\x34Exif\0\0');
const PNG = bytes('\x89PNG\r\n\x1a\n\0\0\0\rIHDR');
const WEBP = bytes('RIFF\x1a\n\0\0WEBPVP8 ');

describe('a supported image', () => {
  it('is known by its first bytes', () => {
    for (const image of [JPEG, PNG, WEBP]) expect(isSupportedImage(image)).toBe(true);
  });

  it.each([
    ['nothing', bytes('')],
    ['half a signature', PNG.subarray(0, 4)],
    ['a GIF', bytes('GIF89a\x01\0\x01\0')],
    ['an SVG', bytes('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['a page', bytes('<!doctype html><title>photo.png</title>')],
    ['a BMP', bytes('BM\x9a\0\0\0')],
    ['a TIFF', bytes('II*\0\x08\0\0\0')],
    ['an AVIF', bytes('\0\0\0 ftypavif')],
    ['a WAV', bytes('RIFF\x1a\n\0\0WAVEfmt ')],
    ['an image behind a space', Buffer.concat([bytes(' '), PNG])],
    ['an image on the second line', Buffer.concat([bytes('<html>\n'), PNG])],
  ])('is not %s', (_what, image) => {
    expect(isSupportedImage(image)).toBe(false);
  });
});

describe('a polyglot', () => {
  const filler = Buffer.alloc(100_000);

  it.each([
    ['a page behind its end', Buffer.concat([PNG, filler, bytes('<HTML lang="en"><p>hello')])],
    [
      'a script in a comment',
      Buffer.concat([JPEG, bytes('\xff\xfe\0\x30<script>alert(document.domain)</script>'), filler]),
    ],
    ['a drawing', Buffer.concat([WEBP, bytes('<svg/onload=alert(1)>')])],
    ['a program', Buffer.concat([JPEG, filler, bytes('<?php system($_GET[0]);')])],
    ['an archive', Buffer.concat([PNG, filler, bytes('PK\x05\x06'), Buffer.alloc(18)])],
    ['a document', Buffer.concat([JPEG, bytes('%PDF-1.7'), filler])],
    ['a script from its first byte', bytes('\xff\xd8\xff\xe0/*JFIF\0*/=alert(1)/*')],
  ])('holds %s', (_what, image) => {
    expect(isPolyglot(image)).toBe(true);
  });

  it.each([
    ['an image alone', PNG],
    ['metadata in XML', Buffer.concat([JPEG, bytes('<?xpacket begin=""?><x:xmpmeta><rdf:RDF>')])],
    ['the second image and the film that phones append', Buffer.concat([JPEG, JPEG, bytes('\0\0\0\x18ftypmp42')])],
    ['what looks like markup but is pixels', Buffer.concat([JPEG, bytes('<svg \x91\x02\xff\0')])],
    ['a mention of an archive far from the end', Buffer.concat([JPEG, bytes('PK\x05\x06'), filler])],
    [
      'compressed noise',
      Buffer.concat([PNG, deflateSync(Buffer.from(Array.from({ length: 50_000 }, (_, i) => (i * i) % 251)))]),
    ],
  ])('is not %s', (_what, image) => {
    expect(isPolyglot(image)).toBe(false);
  });
});
