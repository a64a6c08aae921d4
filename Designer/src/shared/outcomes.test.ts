import { expect, it } from 'vitest';
import { toneOf, wordsOf } from './outcomes';

it('writes what no language knows as words', () => {
  expect(wordsOf('SentToTheBank')).toBe('Sent to the bank');
  expect(wordsOf('done')).toBe('Done');
});

it('tells good from bad where it knows', () => {
  expect(['Paid', 'NotPaid', 'RolledBack', 'SentToTheBank'].map(toneOf)).toEqual(['good', 'bad', 'late', 'neutral']);
});
