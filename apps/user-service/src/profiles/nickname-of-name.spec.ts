import { expect, it } from 'vitest';
import { nicknameOfName } from './nickname-of-name.js';

it.each([
  ['Ada Lovelace', 'ada_lovelace'],
  ['Zoë Müller-Groß', 'zoe_muller_gross'],
  ["Seán O'Neill", 'sean_oneill'],
  ['Łukasz Żak', 'lukasz_zak'],
  ['  __x__ Æsop 3rd!', 'x_aesop_3rd'],
  ['Wolfeschlegelsteinhausenbergerdorff', 'wolfeschlegelsteinhausen'],
  ['Bartholomew the Explorers Junior', 'bartholomew_the_explorer'],
])('%s becomes %s', (name, nickname) => {
  expect(nicknameOfName(name)).toBe(nickname);
});

it.each(['山田太郎', 'Li', '', '...', 'Ж'])('%s becomes none', (name) => {
  expect(nicknameOfName(name)).toBeUndefined();
});
