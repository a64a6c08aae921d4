import { expect, test } from 'vitest';
import { ApiProblem } from '../api/problem';
import { failureOf } from './failure';

const answered = (status: number) => ApiProblem.from(status, null);

test('what could never be loaded is a failure', () => {
  const error = ApiProblem.unreachable(null);
  expect(failureOf({ data: undefined, error })).toBe(error);
});

test('nothing is wrong', () => expect(failureOf({ data: 1, error: null })).toBeNull());

test.each([[0], [401], [500], [503]])('what was there stays when it cannot be asked for again: %i', (status) => {
  expect(failureOf({ data: 1, error: status === 0 ? ApiProblem.unreachable(null) : answered(status) })).toBeNull();
});

test.each([[403], [404], [410]])('what is gone goes: %i', (status) => {
  const error = answered(status);
  expect(failureOf({ data: 1, error })).toBe(error);
});
