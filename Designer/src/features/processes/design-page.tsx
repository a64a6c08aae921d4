import { ActionIcon, Alert, Button, Group, Menu, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCheck, IconCloudUpload, IconDots, IconDownload, IconInfoCircle, IconLoader2, IconPencil, IconTrash } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBlocker, useNavigate, useOutletContext } from 'react-router';
import { exportAddress } from '../../api/elsa';
import { Problem, useSentence } from '../../shared/states';
import { usePageTitle } from '../../shared/page';
import { useRights } from '../session/session';
import { type StudioHandle, StudioFrame } from '../studio/studio-frame';
import type { FromStudio } from '../studio/studio-messages';
import type { ProcessContext } from './process-page';
import classes from './process-page.module.css';
import { useComment, useDiscard, useDraft, useRefreshProcess } from './processes';
import { PublishDialog } from './publish-dialog';
import { type SaveState, useSaveState } from './save-state';

export function DesignPage() {
  const { process } = useOutletContext<ProcessContext>();
  const { id } = process;
  const { t } = useTranslation();
  const may = useRights();
  const navigate = useNavigate();
  const refresh = useRefreshProcess(id);
  const studio = useRef<StudioHandle>(null);
  const [loads, setLoads] = useState(0);
  const [save, follow] = useSaveState();
  const [publishing, publish] = useDisclosure(false);
  const [uncommented, setUncommented] = useState<number | null>(null);
  const phone = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  usePageTitle(process.name);
  const unsaved = save.kind === 'edited' || save.kind === 'saving' || save.kind === 'failed';
  const leaving = useLeaving(unsaved);
  const reload = () => {
    follow({ kind: 'reloaded' });
    setLoads((number) => number + 1);
    refresh();
  };

  const onMessage = (message: FromStudio) => {
    follow(message);
    if (message.kind === 'saved') {
      refresh();
      if (message.published) setUncommented(message.version);
    } else if (message.kind === 'went-to') {
      if (message.what === 'instance') void navigate(`/requests/${encodeURIComponent(message.id)}`);
      else if (message.id !== id) void navigate(`/processes/${encodeURIComponent(message.id)}/design`);
    }
  };

  return (
    <>
      <div className={classes['bar']}>
        {may('process:edit') ? <SaveText save={save} /> : <ReadOnly />}
        <Group gap="xs" ml="auto">
          {may('process:publish') && (
            <Button size="sm" leftSection={<IconCloudUpload size={18} aria-hidden />} onClick={publish.open} disabled={save.kind === 'saving'}>
              {t('publish.open')}
            </Button>
          )}
          <More id={id} hasDraft={process.hasDraft && process.publishedVersion !== null} onDiscarded={reload} />
        </Group>
      </div>
      {save.kind === 'failed' && <NotSaved id={id} save={save} reload={reload} />}
      {phone && (
        <Text className={classes['narrow'] ?? ''} size="sm" c="dimmed">
          {t('design.narrow')}
        </Text>
      )}
      <div className={classes['canvas']}>
        <StudioFrame key={`${id} ${loads}`} ref={studio} view="editor" id={id} title={t('design.editor', { name: process.name })} onMessage={onMessage} />
      </div>
      <PublishDialog id={id} opened={publishing} close={publish.close} select={(activityId) => studio.current?.select(activityId)} onPublished={reload} />
      <AddComment id={id} version={uncommented} close={() => setUncommented(null)} />
      <Modal opened={leaving.state === 'blocked'} onClose={() => leaving.reset?.()} title={t('design.leave')} centered>
        <Text size="sm" mb="lg">
          {t('design.leaveText')}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => leaving.reset?.()} data-autofocus>
            {t('design.stay')}
          </Button>
          <Button color="red" onClick={() => leaving.proceed?.()}>
            {t('design.leaveAnyway')}
          </Button>
        </Group>
      </Modal>
    </>
  );
}

/** Asks before the page goes away, by a link of ours or by the browser. */
function useLeaving(unsaved: boolean) {
  useEffect(() => {
    if (!unsaved) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [unsaved]);
  return useBlocker(({ currentLocation, nextLocation }) => unsaved && currentLocation.pathname !== nextLocation.pathname);
}

function SaveText({ save }: { save: SaveState }) {
  const { t } = useTranslation();
  const icons = { idle: IconPencil, edited: IconPencil, saving: IconLoader2, saved: IconCheck, failed: IconAlertTriangle };
  const Icon = icons[save.kind];
  return (
    <Group gap={6} role="status" wrap="nowrap">
      <Icon size={16} aria-hidden color={save.kind === 'failed' ? 'var(--mantine-color-red-6)' : 'var(--quiet)'} />
      <Text size="sm" c={save.kind === 'failed' ? 'red' : 'dimmed'}>
        {t(`design.${save.kind}`)}
      </Text>
    </Group>
  );
}

function ReadOnly() {
  const { t } = useTranslation();
  return (
    <Group gap={6} wrap="nowrap">
      <IconInfoCircle size={16} aria-hidden color="var(--quiet)" />
      <Text size="sm" c="dimmed">
        {t('design.readOnly')}
      </Text>
    </Group>
  );
}

function NotSaved({ id, save, reload }: { id: string; save: Extract<SaveState, { kind: 'failed' }>; reload: () => void }) {
  const { t } = useTranslation();
  return (
    <Alert color="red" variant="light" role="alert" icon={<IconAlertTriangle size={18} />} radius={0} title={save.title || t('design.failed')}>
      <Stack gap={6} align="flex-start">
        {save.lines.map((line) => (
          <Text key={line} size="sm" c="var(--mantine-color-text)">
            {line}
          </Text>
        ))}
        {save.lines.length === 0 && (
          <Text size="sm" c="var(--mantine-color-text)">
            {t('design.failedText')}
          </Text>
        )}
        <Group gap="xs">
          {save.work !== null && (
            <Button size="xs" variant="default" leftSection={<IconDownload size={14} aria-hidden />} onClick={() => keepAsFile(`${id}-not-saved.json`, save.work ?? '')}>
              {t('design.keepMine')}
            </Button>
          )}
          {save.conflict && (
            <Button size="xs" variant="default" onClick={reload}>
              {t('design.loadTheirs')}
            </Button>
          )}
        </Group>
      </Stack>
    </Alert>
  );
}

/** Work that the server did not take, to be compared or imported later. */
function keepAsFile(name: string, content: string) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type: 'application/json' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function More({ id, hasDraft, onDiscarded }: { id: string; hasDraft: boolean; onDiscarded: () => void }) {
  const { t } = useTranslation();
  const may = useRights();
  const sentence = useSentence();
  const [asking, ask] = useDisclosure(false);
  const draft = useDraft(id, asking);
  const discard = useDiscard(id);
  const throwAway = () =>
    draft.data &&
    discard.mutate(draft.data.revision, {
      onSuccess: () => {
        notifications.show({ message: t('design.discarded') });
        ask.close();
        onDiscarded();
      },
    });
  return (
    <>
      <Menu position="bottom-end" withinPortal withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label={t('design.more')}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component="a" href={exportAddress(id)} download leftSection={<IconDownload size={16} aria-hidden />}>
            {t('design.export')}
          </Menu.Item>
          {hasDraft && may('process:edit') && (
            <Menu.Item color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={ask.open}>
              {t('design.discard')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <Modal opened={asking} onClose={ask.close} title={t('design.discard')} centered>
        <Stack>
          <Text size="sm">{t('design.discardText')}</Text>
          {draft.error && <Text size="sm">{sentence(draft.error)}</Text>}
          {discard.error && <Problem error={discard.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={ask.close} data-autofocus>
              {t('cancel')}
            </Button>
            <Button color="red" onClick={throwAway} loading={discard.isPending || draft.isFetching}>
              {t('design.discard')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

/** After Studio's own button has published without saying why. */
function AddComment({ id, version, close }: { id: string; version: number | null; close: () => void }) {
  const { t } = useTranslation();
  const [comment, setComment] = useState('');
  const save = useComment(id);
  const done = () => {
    setComment('');
    close();
  };
  return (
    <Modal opened={version !== null} onClose={done} title={t('publish.done', { number: version })} centered>
      <Stack>
        <Textarea label={t('publish.comment')} description={t('publish.commentHint')} autosize minRows={2} maxLength={2000} value={comment} onChange={(event) => setComment(event.currentTarget.value)} data-autofocus />
        {save.error && <Problem error={save.error} />}
        <Group justify="flex-end">
          <Button variant="subtle" color="gray" onClick={done}>
            {t('publish.without')}
          </Button>
          <Button disabled={comment.trim() === ''} loading={save.isPending} onClick={() => version !== null && save.mutate({ version, comment }, { onSuccess: done })}>
            {t('publish.addComment')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
