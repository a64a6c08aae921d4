import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from '../api/problem';

/** What was refused is not asked again; what did not arrive is. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (count, error) => count < 2 && (!(error instanceof ApiProblem) || error.status === 0 || error.status >= 502),
    },
  },
});
