import { ActionIcon, Badge, Box, Button, Checkbox, Grid, Group, Modal, Stack, Text, Textarea, Title } from '@mantine/core';
import { IconArrowsLeftRight, IconHistory, IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOutletContext, useSearchParams } from 'react-router';
import { Card, When } from '../../shared/bits';
import { failureOf } from '../../shared/failure';
import { Empty, Failed, Problem, Rows } from '../../shared/states';
import { useRights } from '../session/session';
import { Changes } from './changes';
import { FileNotice } from './file-state';
import type { ProcessContext } from './process-page';
import classes from './process-page.module.css';
import { useChanges, useComment, useVersions, type Version } from './processes';

const colors: Record<string, string> = { published: 'teal', draft: 'orange', earlier: 'gray' };

export function VersionsPage() {
  const { process } = useOutletContext<ProcessContext>();
  const versions = useVersions(process.id);
  if (versions.isPending) return <Rows height={72} />;
  if (versions.data === undefined || failureOf(versions)) return <Failed error={versions.error} retry={() => void versions.refetch()} />;
  return (
    <>
      <FileNotice file={process.file} />
      <Versions id={process.id} versions={versions.data.items} />
    </>
  );
}

function Versions({ id, versions }: { id: string; versions: Version[] }) {
  const { t } = useTranslation();
  const [query, setQuery] = useSearchParams();
  const known = (text: string | null) => versions.find((version) => String(version.version) === text)?.version ?? null;
  // Newest first: without a choice, the newest and the one before.
  const to = known(query.get('to')) ?? versions[0]?.version ?? null;
  const from = known(query.get('from')) ?? versions.find((version) => to !== null && version.version < to)?.version ?? null;
  const choose = (version: number) => {
    const pair = version === from || version === to ? [from, to].filter((one) => one !== version) : [version, Math.abs(version - (to ?? 0)) < Math.abs(version - (from ?? 0)) ? from : to];
    const [lower, upper] = pair.filter((one) => one !== null).toSorted((a, b) => a - b);
    setQuery(upper === undefined ? { to: String(lower ?? version) } : { from: String(lower), to: String(upper) }, { replace: true });
  };

  if (versions.length === 0) return <Empty icon={IconHistory} title={t('versions.none')} />;
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Card p={0} style={{ overflow: 'hidden' }}>
          <ol className={classes['timeline']} aria-label={t('process.versions')}>
            {versions.map((version) => (
              <li key={version.id} className={classes['version']} data-chosen={version.version === from || version.version === to}>
                {versions.length > 1 && (
                  <Checkbox mt={2} checked={version.version === from || version.version === to} onChange={() => choose(version.version)} aria-label={t('versions.compare', { number: version.version })} />
                )}
                <VersionRow id={id} version={version} />
              </li>
            ))}
          </ol>
        </Card>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Card>
          {from === null || to === null ? (
            <Empty icon={IconArrowsLeftRight} title={t('versions.choose')} text={versions.length > 1 ? t('versions.chooseText') : t('versions.onlyOne')} />
          ) : (
            <Compared id={id} from={from} to={to} />
          )}
        </Card>
      </Grid.Col>
    </Grid>
  );
}

function VersionRow({ id, version }: { id: string; version: Version }) {
  const { t } = useTranslation();
  const may = useRights();
  const [editing, setEditing] = useState(false);
  const by = version.publishedByName ?? version.savedByName ?? t('processes.fromFile');
  return (
    <Box flex={1} miw={0}>
      <Group gap={8}>
        <Text fw={600} className="number">
          {t('version', { number: version.version })}
        </Text>
        <Badge variant="light" color={colors[version.state] ?? 'gray'} tt="none">
          {t(`versions.${version.state}`)}
        </Badge>
        {version.runningRequests > 0 && (
          <Text size="xs" c="dimmed">
            {t('versions.running', { count: version.runningRequests })}
          </Text>
        )}
      </Group>
      <Group gap={4} wrap="nowrap" align="flex-start" mt={2}>
        <Text size="sm" c={version.comment ? undefined : 'dimmed'} style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }} flex={1}>
          {version.comment ?? (version.state === 'draft' ? t('versions.notYet') : t('versions.noComment'))}
        </Text>
        {may('process:publish') && version.state !== 'draft' && (
          <ActionIcon variant="subtle" color="gray" aria-label={t('versions.editComment', { number: version.version })} onClick={() => setEditing(true)}>
            <IconPencil size={16} aria-hidden />
          </ActionIcon>
        )}
      </Group>
      <Text size="xs" c="dimmed" mt={2}>
        {by}, <When at={version.publishedAt ?? version.savedAt} absolute />
      </Text>
      {editing && <EditComment id={id} version={version} close={() => setEditing(false)} />}
    </Box>
  );
}

function EditComment({ id, version, close }: { id: string; version: Version; close: () => void }) {
  const { t } = useTranslation();
  const [comment, setComment] = useState(version.comment ?? '');
  const save = useComment(id);
  return (
    <Modal opened onClose={close} title={t('versions.editComment', { number: version.version })} centered>
      <Stack>
        <Textarea label={t('publish.comment')} autosize minRows={2} maxLength={2000} value={comment} onChange={(event) => setComment(event.currentTarget.value)} data-autofocus />
        {save.error && <Problem error={save.error} />}
        <Group justify="flex-end">
          <Button variant="subtle" color="gray" onClick={close}>
            {t('cancel')}
          </Button>
          <Button loading={save.isPending} onClick={() => save.mutate({ version: version.version, comment }, { onSuccess: close })}>
            {t('save')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Compared({ id, from, to }: { id: string; from: number; to: number }) {
  const { t } = useTranslation();
  const changes = useChanges(id, from, to);
  return (
    <>
      <Title order={2} mb="xs">
        {t('versions.between', { from, to })}
      </Title>
      {changes.isPending ? <Rows count={4} height={28} /> : changes.data === undefined || failureOf(changes) ? <Failed error={changes.error} retry={() => void changes.refetch()} /> : <Changes changes={changes.data.changes} />}
    </>
  );
}
