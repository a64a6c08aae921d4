import { ApiProblem } from '../api/problem';

/** The server has answered, and what was there before is no longer there for this person. */
const final = [403, 404, 410];

/**
 * What is shown instead of something that was asked for; null while what came before still stands. A server that is away for a minute, or a session that
 * is over, takes nothing off the page: somebody may be at work in it.
 */
export function failureOf({ data, error }: { data: unknown; error: unknown }): unknown {
  if (error === null || error === undefined) return null;
  return data === undefined || data === null || (error instanceof ApiProblem && final.includes(error.status)) ? error : null;
}
