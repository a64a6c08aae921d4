import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from '../../api/client';
import { useInterval } from '../../shared/live-state';

export type Task = Schemas['TaskDetail'];

export function useMyTasks() {
  return useQuery({ queryKey: ['tasks'], queryFn: () => bodyOf(api.GET('/api/tasks')), refetchInterval: useInterval(20_000) });
}

export function useTask(id: string) {
  return useQuery({ queryKey: ['tasks', id], queryFn: () => bodyOf(api.GET('/api/tasks/{id}', { params: { path: { id } } })) });
}

export function useDecide(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (decision: { action: string; comment: string; revision: string }) =>
      bodyOf(api.POST('/api/tasks/{id}/decision', { params: { path: { id } }, body: { ...decision, comment: decision.comment.trim() || null } })),
    onSuccess: (task) => queries.setQueryData(['tasks', id], task),
    // Decided, changed or gone: in each case what is shown is old.
    onSettled: () => Promise.all([queries.invalidateQueries({ queryKey: ['tasks'] }), queries.invalidateQueries({ queryKey: ['requests'] })]),
  });
}
