import { HubConnectionBuilder, HubConnectionState, LogLevel, type HubConnection } from '@microsoft/signalr';
import type { QueryClient } from '@tanstack/react-query';
import { live } from '../shared/live-state';

/** What the server calls, and which questions have another answer then. Several calls of one commit lead to one question. */
const calls: Record<string, (about?: { id?: string; reference?: string; process?: string; requestId?: string }) => unknown[][]> = {
  TaskOpened: () => [['tasks']],
  TaskClosed: () => [['tasks']],
  CountsChanged: () => [['tasks']],
  RequestChanged: (request) => [['requests', 'mine'], ['requests', request?.reference], ['requests', request?.id], ['requests', 'of', request?.process], ['processes', 'overview'], ['processes', request?.process, 'overview']],
  ProcessesChanged: () => [['processes']],
  ReadAgain: () => [['tasks'], ['requests'], ['processes']],
};

// What comes within this many milliseconds is asked for together. The first thing that happens is shown at once.
const gathering = 150;
const pauses = [0, 500, 1_000, 2_000, 5_000, 10_000];

/** Listens for as long as somebody is signed in. @returns what ends it */
export function listen(queries: QueryClient, sessionOver: () => void): () => void {
  const connection = new HubConnectionBuilder().withUrl('/hub').configureLogging(LogLevel.None).build();
  const told = new Map<string, unknown[]>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;
  let tries = 0;

  const ask = () => {
    timer = undefined;
    const keys = [...told.values()];
    told.clear();
    for (const queryKey of keys) void queries.invalidateQueries({ queryKey });
  };
  for (const [name, keysOf] of Object.entries(calls))
    connection.on(name, (about) => {
      for (const key of keysOf(about)) told.set(JSON.stringify(key), key);
      timer ??= setTimeout(ask, gathering);
    });

  const connect = async () => {
    if (ended || connection.state !== HubConnectionState.Disconnected) return;
    try {
      await connection.start();
      if (ended) return await connection.stop();
      // What happened while nobody listened.
      if (tries > 0) for (const key of calls['ReadAgain']?.() ?? []) void queries.invalidateQueries({ queryKey: key });
      tries = 0;
      live.set(true);
    } catch (problem) {
      if (refused(problem)) sessionOver();
      later();
    }
  };
  const later = () => {
    if (!ended) setTimeout(() => void connect(), pauses[Math.min(tries++, pauses.length - 1)]);
  };
  const now = () => void connect();
  connection.onclose(() => {
    live.set(false);
    later();
  });
  window.addEventListener('online', now);
  void connect();

  return () => {
    ended = true;
    clearTimeout(timer);
    window.removeEventListener('online', now);
    live.set(false);
    stop(connection);
  };
}

function refused(problem: unknown): boolean {
  // The library tells the status of a refused negotiation in words only.
  return problem instanceof Error && problem.message.includes("'401'");
}

function stop(connection: HubConnection): void {
  connection.stop().catch(() => undefined);
}
