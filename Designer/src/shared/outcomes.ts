/** How the ends of requests are shown. Processes name them in definitions, so there are always some that nobody here has heard of. */

export type Tone = 'good' | 'bad' | 'late' | 'neutral';

const tones: Record<string, Tone> = {
  Approved: 'good',
  Approve: 'good',
  Booked: 'good',
  Done: 'good',
  Live: 'good',
  Paid: 'good',
  Recorded: 'good',
  NotPaid: 'bad',
  NotSigned: 'bad',
  Refused: 'bad',
  Reject: 'bad',
  Rejected: 'bad',
  Expired: 'late',
  RolledBack: 'late',
  Unconfirmed: 'late',
};

export function toneOf(outcome: string): Tone {
  return tones[outcome] ?? 'neutral';
}

/** `NotPaid` is "Not paid": for outcomes that have no words of their own. */
export function wordsOf(outcome: string): string {
  const words = outcome.replace(/(?<=[a-z0-9])(?=[A-Z])/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
