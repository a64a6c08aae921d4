import { Alert, Box, Button, Group, Modal, ScrollArea, Stack, Text, Textarea, Title, UnstyledButton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../api/problem';
import { failureOf } from '../../shared/failure';
import { Failed, Problem, Rows } from '../../shared/states';
import { Changes } from './changes';
import { type Draft, type ProcessProblem, useDraft, usePublish } from './processes';
import classes from './publish-dialog.module.css';

interface Props {
  id: string;
  opened: boolean;
  close: () => void;
  /** Shows an activity in the editor. */
  select: (activityId: string) => void;
  onPublished: () => void;
}

/** What changed, what is wrong, why: then it goes live. */
export function PublishDialog(props: Props) {
  const { t } = useTranslation();
  return (
    <Modal opened={props.opened} onClose={props.close} title={t('publish.title')} size="lg" centered scrollAreaComponent={ScrollArea.Autosize}>
      <Look {...props} />
    </Modal>
  );
}

function Look({ id, close, select, onPublished }: Props) {
  const draft = useDraft(id, true);
  if (draft.isPending) return <Rows count={4} />;
  return draft.data === undefined || failureOf(draft) ? <Failed error={draft.error} retry={() => void draft.refetch()} /> : <Ready id={id} draft={draft.data} close={close} select={select} onPublished={onPublished} />;
}

function Ready({ id, draft, close, select, onPublished }: Omit<Props, 'opened'> & { draft: Draft }) {
  const { t } = useTranslation();
  const [comment, setComment] = useState('');
  const publish = usePublish(id);
  const refused = publish.error instanceof ApiProblem && publish.error.code === 'cannot-be-published' ? (publish.error.body['problems'] as ProcessProblem[]) : null;
  const problems = refused ?? draft.problems;
  const errors = problems.filter((problem) => !problem.isWarning);
  const warnings = problems.filter((problem) => problem.isWarning);
  const nothing = !draft.hasDraft && draft.publishedVersion === draft.version;

  const go = () =>
    void publish.mutateAsync({ comment, revision: draft.revision }).then(
      ({ version }) => {
        notifications.show({ color: 'teal', message: t('publish.done', { number: version.version }) });
        onPublished();
        close();
      },
      // Shown above: what stopped it, or why it could not be sent.
      () => undefined,
    );
  const show = (activityId: string) => {
    close();
    select(activityId);
  };

  if (nothing) return <Changes changes={[]} none={t('publish.nothing', { number: draft.version })} />;
  return (
    <Stack gap="lg">
      {errors.length > 0 && <Problems title={t('publish.errors', { count: errors.length })} color="red" problems={errors} show={show} />}
      {warnings.length > 0 && <Problems title={t('publish.warnings', { count: warnings.length })} color="orange" problems={warnings} show={show} />}
      <Box>
        <Title order={3} mb={6}>
          {draft.publishedVersion === null ? t('publish.first') : t('publish.changes', { number: draft.publishedVersion })}
        </Title>
        {draft.publishedVersion !== null && <Changes changes={draft.changes} />}
      </Box>
      <Textarea
        label={t('publish.comment')}
        description={t('publish.commentHint')}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={2000}
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
        data-autofocus
      />
      {publish.error && !refused && <Problem error={publish.error} />}
      <Text size="sm" c="dimmed">
        {t('publish.running')}
      </Text>
      <Group justify="flex-end">
        <Button variant="subtle" color="gray" onClick={close}>
          {t('cancel')}
        </Button>
        <Button onClick={go} loading={publish.isPending} disabled={errors.length > 0}>
          {t('publish.go', { number: draft.version })}
        </Button>
      </Group>
    </Stack>
  );
}

/** Each problem at its activity; a press shows it in the editor. */
export function Problems({ title, color, problems, show }: { title: string; color: string; problems: readonly ProcessProblem[]; show: (activityId: string) => void }) {
  const { t } = useTranslation();
  return (
    <Alert color={color} variant="light" title={title} icon={<IconAlertTriangle size={18} />} role="alert" styles={{ title: { color: 'var(--mantine-color-text)' } }}>
      <ul className={classes['problems']}>
        {problems.map((problem) => {
          const { activityId } = problem;
          const text = (
            <Text span size="sm" c="var(--mantine-color-text)">
              {problem.activityName && <strong>{problem.activityName}: </strong>}
              {problem.message}
            </Text>
          );
          return (
            <li key={`${problem.path} ${problem.message}`}>
              {activityId ? (
                <UnstyledButton className={classes['problem'] ?? ''} onClick={() => show(activityId)} title={t('publish.show')}>
                  {text}
                  <IconChevronRight size={16} aria-hidden />
                </UnstyledButton>
              ) : (
                <div className={classes['problem']}>{text}</div>
              )}
            </li>
          );
        })}
      </ul>
    </Alert>
  );
}
