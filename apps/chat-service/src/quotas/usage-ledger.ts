import { Database, type Sql } from '@messenger/database';
import type { DomainError } from '@messenger/errors';
import { PeriodicTask } from '@messenger/schedule';
import { Inject, Injectable } from '@nestjs/common';
import { QuotaTally } from './quota-tally.js';
import { DailyQuotaReachedError } from './quotas.errors.js';
import { QUOTAS, type Quotas } from './quotas.js';
import { quotaRefusals, storedMessages, storedTextBytes } from './quotas.metrics.js';
import { dayOf, difference, NO_USAGE, secondsToMidnight, sum, type DailyUsage, type Usage } from './usage.js';
import { UsageRepository } from './usage.repository.js';

const SAVE_INTERVAL_MS = 1_000;
/** Entries that are kept in memory though nothing of them waits to be saved. */
const MAX_IDLE_ENTRIES = 100_000;
const RETENTION_DAYS = 2;
const DAY_MS = 24 * 60 * 60 * 1_000;

interface Entry {
  day: string;
  /** As the database has it, all processes together. */
  saved: Usage;
  unsaved: Usage;
}

/**
 * What each sender has stored today. Sending costs no statement for it: the figures are kept in memory, read at somebody's
 * first message, and saved once a second, when those of the other processes come back. So a quota may be exceeded by what
 * other processes have taken within that second.
 */
@Injectable()
export class UsageLedger extends PeriodicTask {
  private readonly entries = new Map<string, Entry>();
  private purgedDay = '';

  constructor(
    private readonly database: Database,
    private readonly repository: UsageRepository,
    @Inject(QUOTAS) private readonly quotas: Quotas,
  ) {
    super(SAVE_INTERVAL_MS);
  }

  /** Reads the usage of those whose is not in memory, where there are any. */
  async load(sql: Sql, userIds: string[]): Promise<void> {
    const day = dayOf(new Date());
    const missing = [...new Set(userIds)].filter((userId) => this.entries.get(userId)?.day !== day);
    if (missing.length === 0) return;
    const found = new Map((await this.repository.find(sql, missing, day)).map((usage) => [usage.userId, usage]));
    for (const userId of missing) this.open(userId, day, found.get(userId));
  }

  tally(): QuotaTally {
    return new QuotaTally(this);
  }

  /** The refusal where somebody's usage would be too much with this. */
  refusalOf(userId: string, more: Usage): DomainError | undefined {
    const { messages, bytes } = sum(this.usageOf(userId), more);
    const { messagesPerDay, bytesPerDay } = this.quotas;
    if (more.messages > 0 && messages > messagesPerDay) return refuse('messages', `${messagesPerDay} messages`);
    return bytes > bytesPerDay ? refuse('bytes', `${bytesPerDay} bytes of text`) : undefined;
  }

  add(userId: string, usage: Usage): void {
    storedMessages.inc(usage.messages);
    storedTextBytes.inc(usage.bytes);
    const entry = this.entries.get(userId) ?? this.open(userId, dayOf(new Date()));
    entry.unsaved = sum(entry.unsaved, usage);
  }

  async run(): Promise<void> {
    const unsaved = [...this.entries].filter(([, { unsaved }]) => unsaved.messages > 0 || unsaved.bytes > 0);
    if (unsaved.length > 0) await this.save(unsaved.map(([userId, { day, unsaved }]) => ({ userId, day, ...unsaved })));
    if (this.entries.size > MAX_IDLE_ENTRIES) this.entries.clear();
    await this.purge();
  }

  override async onApplicationShutdown(): Promise<void> {
    await super.onApplicationShutdown();
    await this.run();
  }

  private usageOf(userId: string): Usage {
    const entry = this.entries.get(userId);
    return entry === undefined ? NO_USAGE : sum(entry.saved, entry.unsaved);
  }

  /** What another transaction has opened meanwhile stays. */
  private open(userId: string, day: string, saved: Usage = NO_USAGE): Entry {
    const known = this.entries.get(userId);
    if (known?.day === day) return known;
    const entry = { day, saved, unsaved: NO_USAGE };
    this.entries.set(userId, entry);
    return entry;
  }

  private async save(usages: DailyUsage[]): Promise<void> {
    const added = new Map(usages.map((usage) => [usage.userId, usage]));
    for (const total of await this.repository.add(this.database, usages)) {
      const [entry, usage] = [this.entries.get(total.userId), added.get(total.userId)];
      if (entry === undefined || usage === undefined || entry.day !== total.day) continue;
      entry.saved = total;
      entry.unsaved = difference(entry.unsaved, usage);
      added.delete(total.userId);
    }
    for (const [userId, { day }] of added) if (this.entries.get(userId)?.day === day) this.entries.delete(userId);
  }

  private async purge(): Promise<void> {
    const today = dayOf(new Date());
    if (this.purgedDay === today) return;
    await this.repository.deleteBefore(this.database, dayOf(new Date(Date.now() - RETENTION_DAYS * DAY_MS)));
    this.purgedDay = today;
  }
}

function refuse(quota: 'messages' | 'bytes', limit: string): DomainError {
  quotaRefusals.inc({ quota });
  return new DailyQuotaReachedError(limit, secondsToMidnight(new Date()));
}
