import { setTimeout as sleep } from 'node:timers/promises';
import { FairLimit } from '@messenger/batching';
import { DomainError, type ErrorCode } from '@messenger/errors';
import type { LogName } from '@messenger/events';
import { CLOSE_CODES, type CloseCode, type EventFrame, type LiveFrame } from '@messenger/live';
import { requestContext, requestIdOr } from '@messenger/logging';
import { enter, recordOutcome } from '@messenger/tracing';
import { Injectable, Logger } from '@nestjs/common';
import type { DecodedEvent } from '../events/decoded-event.js';
import { encodeCursor, furthest, type Positions } from '../events/event-cursor.js';
import { showsProfile, toEventData } from '../events/event-data.js';
import { EventsService, type EventPage } from '../events/events.service.js';
import { ConnectionRegistry } from './connection-registry.js';
import { EventFeed, type AddressedEvent } from './event-feed.js';
import { feedGaps, replayReads, resumes } from './live.metrics.js';
import { sentFrame } from './sent-frame.js';
import type { ServerSocket } from './server-socket.js';

const PAGE_SIZE = 100;
/** Of the 32 calls that a gateway may have in flight to a service, half stay for HTTP requests. */
const MAX_CONCURRENT_READS = 16;
/** The sockets of one user, whose reads may fail again and again, leave places to others. */
const MAX_CONCURRENT_READS_PER_USER = 4;
/** A read that failed keeps its slot this long, so that services that are down are not asked more often. */
const RETRY_DELAY_MS = 500;

/** Errors of a read that close the socket; after any other the read is repeated. */
const CLOSING_ERRORS: Partial<Record<ErrorCode, CloseCode>> = {
  INVALID_ARGUMENT: CLOSE_CODES.cursorInvalid,
  OUT_OF_RANGE: CLOSE_CODES.cursorExpired,
  UNAUTHENTICATED: CLOSE_CODES.tokenExpired,
};

/**
 * Sends each socket the events of its user: each event once, each log in its own order, without a gap.
 *
 * A socket reads pages of the logs until they meet the feed, and is live from then on. It catches up from the logs
 * again after a gap or reset of the feed, and for an event that shows a profile, so that a broadcast waits for no rpc.
 */
@Injectable()
export class LiveFanoutService {
  private readonly logger = new Logger(LiveFanoutService.name);
  private readonly feed = new EventFeed();
  private readonly limitReads = new FairLimit({
    concurrency: MAX_CONCURRENT_READS,
    concurrencyPerKey: MAX_CONCURRENT_READS_PER_USER,
  });

  constructor(
    private readonly events: EventsService,
    private readonly connections: ConnectionRegistry,
  ) {}

  /** Replays the events after the socket's positions, or none where it has no positions, then makes it live. */
  async resume(socket: ServerSocket): Promise<void> {
    socket.state = 'resuming';
    resumes.inc({ from: socket.positions === undefined ? 'now' : 'cursor' });
    await this.catchUp(socket);
  }

  /** Takes the event that follows the last one of its log. */
  onEvent(addressed: AddressedEvent, committedAt: Date): void {
    const before = this.feed.positions;
    this.feed.append(addressed);
    this.broadcast(addressed, before, committedAt);
  }

  /** Takes an event of a type that only a newer version knows. */
  onUnknownEvent(log: LogName, position: number): void {
    this.feed.passOver(log, position);
  }

  /** Events of a log up to that position did not reach this gateway. */
  onGap(log: LogName, position: number): void {
    const before = this.feed.positions;
    this.feed.skipTo(log, position);
    this.catchUpWhere((socket) => furthest(positionsOf(socket), before)[log] < position, before);
  }

  /** The broker delivers again after an outage; what was published meanwhile did not reach this gateway. */
  onFeedReset(): void {
    const before = this.feed.positions;
    this.feed.reset();
    this.catchUpWhere(() => true, before);
  }

  private catchUpWhere(isBehind: (socket: ServerSocket) => boolean, feedPositions: Partial<Positions>): void {
    feedGaps.inc();
    for (const socket of this.connections.all()) {
      if (socket.state === 'live' && isBehind(socket)) this.startCatchUp(socket, feedPositions);
    }
  }

  private broadcast({ event, recipientIds }: AddressedEvent, before: Partial<Positions>, committedAt: Date): void {
    const frames = new Map<string, string>();
    for (const userId of new Set(recipientIds)) {
      for (const socket of this.connections.ofUser(userId)) {
        if (socket.state !== 'live' || event.position <= positionsOf(socket)[event.log]) continue;
        if (showsProfile(event)) this.startCatchUp(socket, before);
        else socket.send(this.sharedFrame(frames, socket, event), sentFrame(event.type, committedAt));
      }
    }
  }

  /** Built once for all sockets that the feed has taken as far: as a rule for all of them. */
  private sharedFrame(frames: Map<string, string>, socket: ServerSocket, event: DecodedEvent): string {
    const positions = furthest(positionsOf(socket), this.feed.positions);
    const cursor = encodeCursor(positions);
    const frame = frames.get(cursor) ?? frameOf(socket, event, cursor);
    frames.set(cursor, frame);
    return frame;
  }

  /** @param feedPositions of the feed when the socket had been sent every event */
  private startCatchUp(socket: ServerSocket, feedPositions: Partial<Positions>): void {
    socket.positions = furthest(positionsOf(socket), feedPositions);
    socket.state = 'catching-up';
    void this.catchUp(socket);
  }

  private async catchUp(socket: ServerSocket): Promise<void> {
    while (socket.open && socket.state !== 'live') {
      try {
        await this.replayPage(socket);
      } catch (error) {
        const closeCode = error instanceof DomainError ? CLOSING_ERRORS[error.code] : undefined;
        if (closeCode !== undefined) socket.close(closeCode);
        else this.logger.warn('A live connection waits for the logs', error as Error);
      }
    }
  }

  private async replayPage(socket: ServerSocket): Promise<void> {
    const { epoch, page } = await this.limitReads.run(socket.userId, () => this.readPage(socket));
    for (const { view, positions } of page.events) {
      await socket.sendAndFlush({ type: view.type, cursor: encodeCursor(positions), data: view.data });
    }
    socket.positions = page.positions;
    const fromFeed = page.hasMore ? undefined : this.feed.eventsAfter(page.positions, socket.userId, epoch);
    // An event that shows a profile has to be read from its log.
    if (fromFeed === undefined || fromFeed.some(showsProfile)) return;
    this.goLive(socket, page.positions, fromFeed);
  }

  /** Switches the socket from the logs to the feed; synchronous, so that no event comes in between. */
  private goLive(socket: ServerSocket, readPositions: Positions, fromFeed: DecodedEvent[]): void {
    let positions = readPositions;
    for (const event of fromFeed) {
      positions = { ...positions, [event.log]: event.position };
      socket.send(frameOf(socket, event, encodeCursor(positions)));
    }
    if (socket.state === 'resuming') {
      const cursor = encodeCursor(furthest(positions, this.feed.positions));
      socket.send(JSON.stringify({ type: 'live', cursor } satisfies LiveFrame));
    }
    socket.positions = positions;
    socket.state = 'live';
  }

  private async readPage({
    accessToken,
    positions,
    userId,
  }: ServerSocket): Promise<{ epoch: number; page: EventPage }> {
    replayReads.inc();
    const { epoch } = this.feed;
    const traced = enter('read logs', { kind: 'internal' }, undefined);
    const context = { requestId: requestIdOr(undefined), ...traced, accessToken, userId };
    try {
      const reading = requestContext.run(context, async () =>
        positions === undefined
          ? { events: [], positions: await this.events.headPositions(), hasMore: false }
          : this.events.read(userId, positions, PAGE_SIZE),
      );
      return { epoch, page: await recordOutcome(traced.span, reading) };
    } catch (error) {
      if (!(error instanceof DomainError && error.code in CLOSING_ERRORS)) await sleep(RETRY_DELAY_MS);
      throw error;
    }
  }
}

function frameOf({ userId }: ServerSocket, event: DecodedEvent, cursor: string): string {
  const data = toEventData(event, userId, noProfile);
  return JSON.stringify({ type: event.type, cursor, data } satisfies EventFrame);
}

function positionsOf({ positions }: ServerSocket): Positions {
  if (positions === undefined) throw new Error('Only a connection that has read the logs is live');
  return positions;
}

function noProfile(): never {
  throw new Error('What shows a profile is read from the logs');
}
