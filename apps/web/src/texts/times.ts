import { computed, signal, type ReadonlySignal } from '@preact/signals';
import { languageCode, texts } from './index.js';

/** The language as the browser's region writes it: en-GB has 24 hours, en-US 12. */
const locale = computed(
  () => navigator.languages.find((tag) => tag.startsWith(languageCode.value)) ?? languageCode.value,
);

/** Made when it is first needed: each takes milliseconds. */
function format(options: Intl.DateTimeFormatOptions): ReadonlySignal<Intl.DateTimeFormat> {
  return computed(() => new Intl.DateTimeFormat(locale.value, options));
}

const formats = {
  time: format({ hour: '2-digit', minute: '2-digit' }),
  weekday: format({ weekday: 'short' }),
  day: format({ day: 'numeric', month: 'long' }),
  shortDay: format({ day: 'numeric', month: 'short' }),
  date: format({ day: 'numeric', month: 'long', year: 'numeric' }),
  shortDate: format({ day: '2-digit', month: '2-digit', year: '2-digit' }),
  full: format({ dateStyle: 'full', timeStyle: 'short' }),
  ago: computed(() => new Intl.RelativeTimeFormat(locale.value, { numeric: 'auto' })),
};

const DAY_MS = 86_400_000;
/** Its beginning: what says "today", or a time instead of a day, is drawn anew when the next one begins. */
const today = signal(startOfDay(new Date()));

export function followDays(): void {
  setInterval(() => (today.value = startOfDay(new Date())), 60_000);
}

function daysBefore(date: Date, now: Date): number {
  return Math.round((startOfDay(now) - startOfDay(date)) / DAY_MS);
}

export function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

export const timeOf = (iso: string): string => formats.time.value.format(new Date(iso));
export const fullTimeOf = (iso: string): string => formats.full.value.format(new Date(iso));
export const dateOf = (iso: string): string => formats.date.value.format(new Date(iso));

/** For a list: a time today, a weekday this week, otherwise a date. */
export function shortTimeOf(iso: string, now = new Date(today.value)): string {
  const date = new Date(iso);
  const days = daysBefore(date, now);
  if (days <= 0) return formats.time.value.format(date);
  if (days < 7) return formats.weekday.value.format(date);
  return date.getFullYear() === now.getFullYear()
    ? formats.shortDay.value.format(date)
    : formats.shortDate.value.format(date);
}

/** For the line between two days. */
export function dayOf(iso: string, now = new Date(today.value)): string {
  const date = new Date(iso);
  const days = daysBefore(date, now);
  if (days <= 0) return texts.value.chat.today;
  if (days === 1) return texts.value.chat.yesterday;
  return (date.getFullYear() === now.getFullYear() ? formats.day : formats.date).value.format(date);
}

/** "3 minutes ago". */
export function agoOf(iso: string, now = Date.now()): string {
  const minutes = Math.round((Date.parse(iso) - now) / 60_000);
  if (minutes > -60) return formats.ago.value.format(Math.min(0, minutes), 'minute');
  if (minutes > -60 * 24) return formats.ago.value.format(Math.round(minutes / 60), 'hour');
  return formats.ago.value.format(Math.round(minutes / 60 / 24), 'day');
}
