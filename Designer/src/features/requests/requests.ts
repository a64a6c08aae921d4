import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from '../../api/client';
import { useInterval } from '../../shared/live-state';

export type RequestDetail = Schemas['RequestDetail'];
export type TimelineEntry = Schemas['TimelineEntry'];

export function useMyRequests() {
  return useQuery({ queryKey: ['requests', 'mine'], queryFn: () => bodyOf(api.GET('/api/requests', { params: { query: { limit: 20 } } })), refetchInterval: useInterval(30_000) });
}

/** By reference or id. What happens elsewhere shows by itself: the server tells of it, and while nobody does an open request is asked for every few seconds. */
export function useRequest(reference: string) {
  const interval = useInterval(4_000);
  return useQuery({
    queryKey: ['requests', reference],
    queryFn: () => bodyOf(api.GET('/api/requests/{id}', { params: { path: { id: reference } } })),
    refetchInterval: (query) => (query.state.data?.status === 'open' ? interval : false),
  });
}

export function useWithdraw(reference: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (comment: string) => bodyOf(api.POST('/api/requests/{id}/withdraw', { params: { path: { id: reference } }, body: { comment: comment.trim() || null } })),
    onSuccess: (request) => queries.setQueryData(['requests', reference], request),
    onSettled: () => queries.invalidateQueries({ queryKey: ['requests'] }),
  });
}

export function useOffered() {
  return useQuery({ queryKey: ['processes', 'offered'], queryFn: () => bodyOf(api.GET('/api/processes')), staleTime: 60_000 });
}

export function useForm(process: string) {
  return useQuery({ queryKey: ['processes', process, 'form'], queryFn: () => bodyOf(api.GET('/api/processes/{id}', { params: { path: { id: process } } })), staleTime: 60_000 });
}

export function useSubmit(process: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ inputs, key }: { inputs: Record<string, unknown>; key: string }) =>
      bodyOf(api.POST('/api/requests', { params: { header: { 'Idempotency-Key': key } }, body: { process, inputs: inputs as Schemas['JsonObject'] } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['requests'] }),
  });
}
