import { ValidationFailedError } from '@messenger/errors';
import { describe, expect, it } from 'vitest';
import { validated } from '../validated.js';
import { EditMessageDto, SendMessageDto } from './chats.dto.js';

const ID = '019aa3c0-7a4e-7c3e-8d2b-3f0a5c1e9b42';

/** The text as a new message and as an edited one. */
async function kept(text: string): Promise<string[]> {
  const sent = validated(SendMessageDto, { chatId: ID, text });
  const edited = validated(EditMessageDto, { chatId: ID, messageId: ID, text });
  return (await Promise.all([sent, edited])).map((dto) => dto.text);
}

describe('the text of a message', () => {
  it.each([
    ['a zero-width space', '\u200b'],
    ['an empty Braille pattern', '\u2800'],
    ['a Hangul filler', '\u3164'],
    ['the other Hangul fillers', '\u115f\u1160\uffa0'],
    ['joiners and directions', '\u200c\u200d\u200e\u202e\u2066\u2069'],
    ['a soft hyphen', '\u00ad'],
    ['a byte order mark', '\ufeff'],
    ['a word joiner among blanks', ' \u2060 \u180e '],
    ['variation selectors', '\ufe0f\u{e0100}'],
    ['tags', '\u{e0041}\u{e007f}'],
    ['control characters', '\u0001\u0007\u001b\u0085'],
    ['an empty note', '\u{1d159}\u{1d173}'],
    ['an empty hieroglyph', '\u{13441}'],
    ['line separators', '\u2028\u2029'],
  ])('cannot be invisible: %s', async (_what, text) => {
    await expect(kept(text)).rejects.toThrow(ValidationFailedError);
  });

  it.each([
    ['\n  Hello, Grace! \u3000\n', '\n  Hello, Grace!'],
    ['\tif (x)\n\t\treturn;\n', '\tif (x)\n\t\treturn;'],
    ['\u3000全角', '\u3000全角'],
    [' \u00a0\u200ba\u200b', ' \u00a0\u200ba\u200b'],
  ])('is kept as it was written, but for white space at its end: %j', async (written, stored) => {
    expect(await kept(written)).toEqual([stored, stored]);
  });
});
