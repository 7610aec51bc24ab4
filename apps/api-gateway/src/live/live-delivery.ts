import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError, type ErrorCode } from '@messenger/errors';
import { CLOSES, type Close, type EventFrame, type LiveFrame } from '@messenger/live';
import { requestContext, requestIdOr, traceparentOr } from '@messenger/logging';
import { Injectable, Logger } from '@nestjs/common';
import pLimit from 'p-limit';
import { encodeCursor, furthest, type Positions } from '../events/event-cursor.js';
import { showsAPerson, toEventData } from '../events/event-data.js';
import { EventsService, type EventPage } from '../events/events.service.js';
import type { LoggedEvent } from '../events/logged-event.js';
import { EventFeed, type HeardEvent } from './event-feed.js';
import type { LiveSocket } from './live-socket.js';
import { LiveSockets } from './live-sockets.js';
import { feedGaps, replayReads } from './live.metrics.js';

/** Events a reading. */
const PAGE = 100;
/** Readings at a time: as many are left of the calls that this process has under way for everyone else. */
const READINGS = 16;
/** Milliseconds that a reading which failed keeps its turn: services that are away are not asked more often. */
const RETRY_DELAY = 500;

/** What ends a connection rather than delays it. */
const ENDS: Partial<Record<ErrorCode, Close>> = {
  INVALID_ARGUMENT: CLOSES.cursorInvalid,
  OUT_OF_RANGE: CLOSES.cursorExpired,
  UNAUTHENTICATED: CLOSES.tokenExpired,
};

/**
 * Tells every connection what has happened to its person: each event once, each log in its own order, without a gap.
 *
 * A connection reads the logs until it touches the feed, and is live from then on. It falls behind, and reads again,
 * after a break of the feed, and for an event that shows a profile: so that nobody waits for the profiles of others.
 */
@Injectable()
export class LiveDelivery {
  private readonly logger = new Logger(LiveDelivery.name);
  private readonly feed = new EventFeed();
  private readonly inTurn = pLimit(READINGS);

  constructor(
    private readonly events: EventsService,
    private readonly sockets: LiveSockets,
  ) {}

  /** Tells a connection what came after its positions, or from now on where it has none. */
  async resume(socket: LiveSocket): Promise<void> {
    socket.state = 'resuming';
    await this.catchUp(socket);
  }

  /** An event from the broker. */
  hear(heard: HeardEvent): void {
    const continuity = this.feed.continuityOf(heard.event);
    if (continuity === 'repeat') return;
    const before = this.feed.positions;
    this.feed.add(heard);
    if (continuity === 'beyond a gap') this.allFallBehind(before);
    else this.tell(heard, before);
  }

  /** The broker was away and is back: what it brought to others meanwhile has passed unheard. */
  breakOff(): void {
    const before = this.feed.positions;
    this.feed.breakOff();
    this.allFallBehind(before);
  }

  private allFallBehind(heard: Partial<Positions>): void {
    feedGaps.inc();
    for (const socket of this.sockets.all()) if (socket.state === 'live') this.fallBehind(socket, heard);
  }

  private tell({ event, recipientIds }: HeardEvent, before: Partial<Positions>): void {
    for (const userId of new Set(recipientIds)) {
      for (const socket of this.sockets.of(userId)) {
        if (socket.state !== 'live' || event.position <= positionsOf(socket)[event.log]) continue;
        if (showsAPerson(event)) this.fallBehind(socket, before);
        else socket.send(frameOf(socket, event, furthest(positionsOf(socket), this.feed.positions)));
      }
    }
  }

  /** @param heard how far the feed went when the connection had been told everything */
  private fallBehind(socket: LiveSocket, heard: Partial<Positions>): void {
    socket.positions = furthest(positionsOf(socket), heard);
    socket.state = 'behind';
    void this.catchUp(socket);
  }

  private async catchUp(socket: LiveSocket): Promise<void> {
    while (socket.open && socket.state !== 'live') {
      try {
        await this.readOn(socket);
      } catch (error) {
        const end = error instanceof DomainError ? ENDS[error.code] : undefined;
        if (end !== undefined) socket.close(end);
        else this.logger.warn('A live connection waits for the logs', error as Error);
      }
    }
  }

  private async readOn(socket: LiveSocket): Promise<void> {
    const { era, page } = await this.inTurn(() => this.read(socket));
    for (const { view, positions } of page.events) {
      await socket.sendInTurn({ type: view.type, cursor: encodeCursor(positions), data: view.data });
    }
    socket.positions = page.positions;
    const heard = page.hasMore ? undefined : this.feed.since(page.positions, socket.userId, era);
    // What shows a profile is read.
    if (heard === undefined || heard.some(showsAPerson)) return;
    this.goLive(socket, page.positions, heard);
  }

  /** From the logs over to the feed; at once, so that no event comes between. */
  private goLive(socket: LiveSocket, read: Positions, heard: LoggedEvent[]): void {
    let positions = read;
    for (const event of heard) {
      positions = { ...positions, [event.log]: event.position };
      socket.send(frameOf(socket, event, positions));
    }
    if (socket.state === 'resuming') {
      const cursor = encodeCursor(furthest(positions, this.feed.positions));
      socket.send(JSON.stringify({ type: 'live', cursor } satisfies LiveFrame));
    }
    socket.positions = positions;
    socket.state = 'live';
  }

  private async read({ accessToken, positions, userId }: LiveSocket): Promise<{ era: number; page: EventPage }> {
    replayReads.inc();
    const { era } = this.feed;
    const context = { requestId: requestIdOr(undefined), traceparent: traceparentOr(undefined), accessToken };
    try {
      const page = await requestContext.run(context, async () =>
        positions === undefined
          ? { events: [], positions: await this.events.now(), hasMore: false }
          : this.events.read(userId, positions, PAGE),
      );
      return { era, page };
    } catch (error) {
      if (!(error instanceof DomainError && error.code in ENDS)) await sleep(RETRY_DELAY);
      throw error;
    }
  }
}

function frameOf({ userId }: LiveSocket, event: LoggedEvent, positions: Positions): string {
  const data = toEventData(event, userId, noProfile);
  return JSON.stringify({ type: event.type, cursor: encodeCursor(positions), data } satisfies EventFrame);
}

function positionsOf({ positions }: LiveSocket): Positions {
  if (positions === undefined) throw new Error('Only a connection that has read the logs is live');
  return positions;
}

function noProfile(): never {
  throw new Error('What shows a profile is read from the logs');
}
