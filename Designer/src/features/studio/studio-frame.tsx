import { Box, Button, Center, Progress, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type Ref, useEffect, useEffectEvent, useImperativeHandle, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../shared/states';
import { sessionEnded, useSessionEnded } from '../session/session';
import type { FromStudio, StudioView, ToStudio } from './studio-messages';
import classes from './studio-frame.module.css';

export interface StudioHandle {
  select: (activityId: string) => void;
}

interface Props {
  view: StudioView;
  /** Of the process or of the run. */
  id: string;
  title: string;
  onMessage?: (message: FromStudio) => void;
  ref?: Ref<StudioHandle>;
}

type State = { phase: 'download' | 'start' | 'open'; percent: number; bytes: number } | 'ready' | 'failed';

/** Elsa Studio in a document of its own: whatever it does to the page, it does there. */
export function StudioFrame({ view, id, title, onMessage, ref }: Props) {
  const { t } = useTranslation();
  const frame = useRef<HTMLIFrameElement>(null);
  const [state, setState] = useState<State>({ phase: 'download', percent: 0, bytes: 0 });
  const [attempt, setAttempt] = useState(0);
  const ended = useSessionEnded();
  const tell = (message: ToStudio) => frame.current?.contentWindow?.postMessage(message, location.origin);
  useImperativeHandle(ref, () => ({ select: (activityId) => tell({ kind: 'select', activityId }) }));

  const receive = useEffectEvent((event: MessageEvent<FromStudio>) => {
    if (event.origin !== location.origin || event.source !== frame.current?.contentWindow) return;
    const message = event.data;
    if (message.kind === 'progress') setState((before) => (before === 'ready' || before === 'failed' ? before : message));
    else if (message.kind === 'ready') setState('ready');
    else if (message.kind === 'failed') setState('failed');
    else if (message.kind === 'session-over') sessionEnded.set(true);
    onMessage?.(message);
  });

  useEffect(() => {
    const listener = (event: MessageEvent<FromStudio>) => receive(event);
    window.addEventListener('message', listener);
    return () => window.removeEventListener('message', listener);
  }, []);

  // What was refused meanwhile is sent again.
  useEffect(() => {
    if (!ended) tell({ kind: 'signed-in' });
  }, [ended]);

  const again = () => {
    setState({ phase: 'download', percent: 0, bytes: 0 });
    setAttempt((number) => number + 1);
  };

  return (
    <Box className={classes['box'] ?? ''}>
      {state !== 'failed' && (
        <iframe key={`${view} ${id} ${attempt}`} ref={frame} className={classes['frame']} title={title} src={`/designer/${view}?id=${encodeURIComponent(id)}`} data-ready={state === 'ready'} />
      )}
      {state === 'failed' ? (
        <Center h="100%">
          <Empty icon={IconAlertTriangle} title={t('studio.failed')} text={t('studio.failedText')} role="alert">
            <Button onClick={again}>{t('studio.again')}</Button>
          </Empty>
        </Center>
      ) : (
        state !== 'ready' && <Starting {...state} />
      )}
    </Box>
  );
}

function Starting({ phase, percent, bytes }: { phase: 'download' | 'start' | 'open'; percent: number; bytes: number }) {
  const { t } = useTranslation();
  // Files are most of the way; what comes after has no measure of its own.
  const value = phase === 'download' ? percent * 0.7 : phase === 'start' ? 80 : 92;
  return (
    <Center className={classes['starting'] ?? ''}>
      <Stack w={300} gap={8} role="status">
        <Text fw={600} size="sm">
          {t(`studio.${phase}`)}
        </Text>
        <Progress value={value} aria-label={t('studio.progress')} animated={phase !== 'download'} transitionDuration={300} />
        <Text size="xs" c="dimmed" className="number">
          {bytes > 100_000 ? t('studio.bytes', { megabytes: (bytes / 1_000_000).toFixed(1) }) : t('studio.cached')}
        </Text>
      </Stack>
    </Center>
  );
}
