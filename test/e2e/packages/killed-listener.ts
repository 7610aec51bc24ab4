import { once } from 'node:events';
import { inject, expect } from 'vitest';
import { eventually } from '@messenger/testing';
import { Api } from '../../support/api.js';
import { aChat, PASSWORD, send } from '../../support/people.js';
import type { OutsideFolder } from './outside-folder.js';

const STATE = 'received.json';

interface State {
  cursor: string | null;
  messages: string[];
}

function stateIn(folder: OutsideFolder): State | undefined {
  const text = folder.read(STATE);
  return text === undefined ? undefined : (JSON.parse(text) as State);
}

/** Starts the program for each part of the messages, and kills it in the middle of them; some come while it is dead. */
export async function receiveWithKills(
  folder: OutsideFolder,
  program: string,
): Promise<Record<'sent' | 'received', string[]>> {
  const { ada, grace, chatId } = await aChat(new Api(inject('gatewayUrl')));
  const env = { API: inject('gatewayUrl'), EMAIL: grace.email, PASSWORD, FILE: STATE };
  const sent: string[] = [];
  const sendSome = async (count: number): Promise<void> => {
    for (let n = 0; n < count; n++) await send(ada, chatId, sent[sent.push(`message ${sent.length}`) - 1]!);
  };
  for (const { live, away } of [
    { live: 0, away: 3 },
    { live: 20, away: 3 },
    { live: 5, away: 0 },
  ]) {
    const listener = folder.startWithNode(program, env);
    const before = stateIn(folder)?.messages.length ?? 0;
    await eventually(() => expect(stateIn(folder)?.cursor).toEqual(expect.any(String)));
    const sending = sendSome(live);
    if (live > 0) await eventually(() => expect(stateIn(folder)!.messages.length).toBeGreaterThan(before));
    listener.kill('SIGKILL');
    await Promise.all([once(listener, 'exit'), sending]);
    await sendSome(away);
  }
  const last = folder.startWithNode(program, env);
  await eventually(() => expect(stateIn(folder)!.messages.length).toBeGreaterThanOrEqual(sent.length));
  last.kill('SIGKILL');
  return { sent, received: stateIn(folder)!.messages };
}
