import createClient from 'openapi-fetch';
import type { components, paths } from './schema';
import { ApiProblem } from './problem';

export type Schemas = components['schemas'];

/** Our own API, as its OpenAPI document says. The browser's session goes along by itself. */
export const api = createClient<paths>({ credentials: 'same-origin', headers: { Accept: 'application/json' } });

let sessionOver: () => void = () => undefined;

/** What happens when an answer says that the session is over. */
export function onSessionOver(listener: () => void): void {
  sessionOver = listener;
}

api.use({
  onResponse({ response, schemaPath }) {
    if (response.status === 401 && schemaPath !== '/api/me' && schemaPath !== '/api/session' && !schemaPath.startsWith('/api/sign-in')) sessionOver();
  },
});

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/**
 * The body of a good answer.
 * @throws {ApiProblem} for every other one, and when the server cannot be reached.
 */
export async function bodyOf<T>(request: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await request;
  } catch (unreachable) {
    throw ApiProblem.unreachable(unreachable);
  }

  if (!answer.response.ok) throw ApiProblem.from(answer.response.status, answer.error);
  return answer.data as T;
}
