/** Reserved for documentation by RFC 2606: no mail reaches anybody. */
const DOMAIN = 'example.com';
export const DEMO_PASSWORD = 'correct horse battery';

export const PEOPLE = {
  ada: { nickname: 'ada', about: 'Countess of computing' },
  grace: { nickname: 'grace', about: 'Looks for bugs, with tweezers' },
  alan: { nickname: 'alan', about: 'Runs long distances, and thinks while running' },
  barbara: { nickname: 'barbara', about: 'Substitutes one thing for another' },
  edsger: { nickname: 'edsger', about: 'Considers it harmful' },
} as const;

export type Name = keyof typeof PEOPLE;

export const NAMES = Object.keys(PEOPLE) as Name[];

export function emailOf(name: Name): string {
  return `${name}@${DOMAIN}`;
}

/** Friends, and what they have written to each other: a line is its author and its text. */
export const CHATS: { between: [Name, Name]; lines: [Name, string][] }[] = [
  {
    between: ['ada', 'grace'],
    lines: [
      ['ada', 'Hello, Grace! Did you find it?'],
      ['grace', 'I did. It was a moth.'],
      ['ada', 'In the relay?'],
      ['grace', 'In relay 70, panel F. I have taped it into the log book.'],
      ['ada', 'Then the first actual case is on record.'],
    ],
  },
  {
    between: ['ada', 'alan'],
    lines: [
      ['alan', 'Will it ever halt?'],
      ['ada', 'I would have to run it to tell.'],
      ['alan', 'That is what I was afraid of.'],
    ],
  },
  {
    between: ['grace', 'barbara'],
    lines: [
      ['grace', 'Lunch at noon?'],
      ['barbara', 'Any restaurant that serves at least what the last one served.'],
    ],
  },
];

/** Requests that nobody has answered yet: from, to. */
export const PENDING_REQUESTS: [Name, Name][] = [
  ['edsger', 'ada'],
  ['barbara', 'ada'],
];
