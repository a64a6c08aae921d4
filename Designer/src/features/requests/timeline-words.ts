import en from '../../locales/en.json';
import { toneOf } from '../../shared/outcomes';
import type { TimelineEntry } from './requests';

/** How an entry of the timeline is told: the key of its sentence, what goes into it, and its tone. */
export interface Told {
  key: string;
  values: { name: string; action: string; outcome: string };
  tone: 'neutral' | 'good' | 'bad' | 'waiting';
  /** A comment or a reason, as somebody wrote it. */
  quote: string | null;
  /** The step or the mail that it was about. */
  about: string | null;
}

function toneOfEntry(entry: TimelineEntry): Told['tone'] {
  const tone = toneOf(entry.outcome ?? entry.action ?? '');
  if (entry.kind === 'failed' || tone === 'bad') return 'bad';
  if (entry.kind === 'asked') return 'waiting';
  return tone === 'good' ? 'good' : 'neutral';
}

export function tell(entry: TimelineEntry): Told {
  // "Hana and Ivan were asked" says more than "was asked" where the trail names them.
  const name = entry.byName ?? entry.by ?? '';
  const key = !(entry.kind in en.timeline) ? 'other' : name === '' && ['submitted', 'decided', 'withdrawn'].includes(entry.kind) ? `${entry.kind}BySystem` : entry.kind;
  const saysWhy = entry.kind === 'closed' || entry.kind === 'failed';
  return {
    key,
    values: { name, action: entry.action ?? '', outcome: entry.outcome ?? '' },
    tone: toneOfEntry(entry),
    quote: entry.comment ?? (saysWhy ? entry.detail : null) ?? null,
    about: saysWhy ? null : (entry.detail ?? null),
  };
}
