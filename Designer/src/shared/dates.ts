import i18n from 'i18next';

let zone: string | undefined;

/** Times are shown where the signed-in person is, wherever the browser stands. */
export function showTimesIn(timeZone: string | undefined): void {
  zone = timeZone;
}

const locale = () => (i18n.language === 'id' ? 'id-ID' : 'en-GB');
const format = (options: Intl.DateTimeFormatOptions, at: Date) => new Intl.DateTimeFormat(locale(), { timeZone: zone, ...options }).format(at);

/** 25 Feb 2026, 09:30 */
export function instant(iso: string): string {
  return format({ day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false }, new Date(iso));
}

/** Wednesday, 25 February 2026 at 09:30, with the zone: for titles. */
export function fullInstant(iso: string): string {
  return format({ dateStyle: 'full', timeStyle: 'long' }, new Date(iso));
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** "3 hours ago", "in 2 days", "now". */
export function relative(iso: string, now: Date = new Date()): string {
  const seconds = Math.round((new Date(iso).getTime() - now.getTime()) / 1000);
  const words = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' });
  const [unit, length] = steps.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  return unit === 'second' ? words.format(0, 'second') : words.format(Math.trunc(seconds / length), unit);
}
