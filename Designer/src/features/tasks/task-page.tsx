import { Alert, Box, Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { ApiProblem } from '../../api/problem';
import { Content } from '../../app/shell';
import { Card, Facts, When } from '../../shared/bits';
import { failureOf } from '../../shared/failure';
import { PageHeader } from '../../shared/page';
import { Failed, Problem, Rows } from '../../shared/states';
import { type Task, useDecide, useTask } from './tasks';

const styles: Record<string, { variant: string; color?: string }> = { primary: { variant: 'filled' }, danger: { variant: 'outline', color: 'red' } };

export function TaskPage() {
  const { id = '' } = useParams();
  const task = useTask(id);
  return (
    <Content>
      <Box maw={720}>{task.isPending ? <Rows /> : task.data === undefined || failureOf(task) ? <Failed error={task.error} retry={() => void task.refetch()} /> : <TaskView key={task.data.id} task={task.data} />}</Box>
    </Content>
  );
}

function TaskView({ task }: { task: Task }) {
  const { t } = useTranslation();
  const [wasOpen] = useState(task.status === 'open');
  return (
    <>
      <PageHeader
        title={task.title}
        back={[{ to: '/', label: t('nav.home') }]}
        details={
          <>
            {task.reference && (
              <Link to={`/requests/${task.reference}`} className="number">
                {task.reference}
              </Link>
            )}
            {task.reference && <span aria-hidden>·</span>}
            <span>
              {t('task.asked')} <When at={task.openedAt} />
            </span>
            {task.dueAt && task.status === 'open' && (
              <>
                <span aria-hidden>·</span>
                <span>
                  {t('task.due')} <When at={task.dueAt} />
                </span>
              </>
            )}
          </>
        }
      />
      <Card>
        <Stack gap="lg">
          {task.body && <Text style={{ whiteSpace: 'pre-line' }}>{task.body}</Text>}
          {task.facts.length > 0 && <Facts facts={task.facts} />}
          {task.status === 'open' ? <Decide task={task} /> : <Closed task={task} isNew={wasOpen} />}
          {task.why && (
            <Text size="xs" c="dimmed">
              {task.why}
            </Text>
          )}
        </Stack>
      </Card>
    </>
  );
}

function Decide({ task }: { task: Task }) {
  const { t } = useTranslation();
  const [comment, setComment] = useState('');
  // It may change while somebody looks at it. Then they look again before they decide.
  const [seen, setSeen] = useState(task.revision);
  const decide = useDecide(task.id);
  const problem = decide.error instanceof ApiProblem ? decide.error : null;
  const missing = problem?.fieldError('comment');
  const field = useRef<HTMLTextAreaElement>(null);
  // The button that was pressed was off meanwhile, and lost the focus.
  useEffect(() => {
    if (missing) field.current?.focus();
  }, [missing, problem]);

  return (
    <Stack gap="md" component="section" aria-label={t('task.decide')}>
      <Textarea ref={field} label={t('task.comment')} autosize minRows={2} maxRows={8} maxLength={4000} value={comment} onChange={(event) => setComment(event.currentTarget.value)} error={missing} />
      {decide.error && !missing && <Problem error={decide.error} />}
      {seen !== task.revision && (
        <Alert variant="light" color="orange" icon={<IconInfoCircle size={18} />} role="alert" title={t('task.changed')}>
          <Text size="sm" mb="sm">
            {t('task.changedText')}
          </Text>
          <Button
            size="xs"
            variant="default"
            onClick={() => {
              decide.reset();
              setSeen(task.revision);
            }}
          >
            {t('task.seen')}
          </Button>
        </Alert>
      )}
      <Group gap="sm">
        {task.actions.map((action) => (
          <Button
            key={action.name}
            variant={styles[action.style]?.variant ?? 'default'}
            {...(styles[action.style]?.color ? { color: styles[action.style]?.color } : {})}
            loading={decide.isPending && decide.variables.action === action.name}
            disabled={decide.isPending || seen !== task.revision}
            onClick={() => decide.mutate({ action: action.name, comment, revision: seen })}
          >
            {action.label}
          </Button>
        ))}
      </Group>
    </Stack>
  );
}

/** What became of the task. When it happens while somebody looks, it takes the focus from the buttons that are gone. */
function Closed({ task, isNew }: { task: Task; isNew: boolean }) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isNew) box.current?.focus();
  }, [isNew]);
  const decided = task.status === 'decided';
  const action = task.actions.find((candidate) => candidate.name === task.action)?.label ?? task.action;
  return (
    <Alert variant="light" color={decided ? 'teal' : 'gray'} icon={decided ? <IconCircleCheck size={18} /> : <IconInfoCircle size={18} />} role="status" ref={box} tabIndex={-1}>
      <Text size="sm" fw={600}>
        {decided ? t('task.decidedBy', { name: task.decidedByName ?? task.decidedBy, action }) : t(`task.closed.${task.status}`, { defaultValue: t('task.closed.withdrawn') })}
      </Text>
      {task.comment && (
        <Text size="sm" mt={4} style={{ whiteSpace: 'pre-line' }}>
          {task.comment}
        </Text>
      )}
      {task.reference && (
        <Text size="sm" mt={6}>
          <Link to={`/requests/${task.reference}`}>{t('task.seeRequest')}</Link>
        </Text>
      )}
    </Alert>
  );
}
