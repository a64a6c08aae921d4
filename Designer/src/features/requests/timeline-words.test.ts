import { describe, expect, it } from 'vitest';
import { tell } from './timeline-words';

const entry = { at: '2026-02-25T09:30:00Z', kind: 'decided', by: 'marco', byName: 'Marco Rossi', action: 'Approve', outcome: 'Approved', channel: 'email', comment: 'Enjoy', detail: 'Manager decides', onBehalfOf: null, onBehalfOfName: null };

describe('tell', () => {
  it('says who decided, what, and why', () => {
    expect(tell(entry)).toEqual({ key: 'decided', values: { name: 'Marco Rossi', action: 'Approve', outcome: 'Approved' }, tone: 'good', quote: 'Enjoy', about: 'Manager decides' });
  });

  it('shows the reason of an end and of a failure', () => {
    expect(tell({ ...entry, kind: 'closed', outcome: 'Refused', comment: null, detail: 'Too few days left' })).toMatchObject({ tone: 'bad', quote: 'Too few days left', about: null });
    expect(tell({ ...entry, kind: 'failed', outcome: null, comment: null, detail: 'No such account' })).toMatchObject({ tone: 'bad', quote: 'No such account' });
  });

  it('has words for what is new to it', () => {
    expect(tell({ ...entry, kind: 'delegated', outcome: null, action: null }).key).toBe('other');
  });
});
