import { Badge, Box, Grid, Group, SimpleGrid, Stack, Text, Title, UnstyledButton } from '@mantine/core';
import { IconChecklist, IconChevronRight, IconFilePlus, IconInbox } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Content } from '../../app/shell';
import { Card, RequestStatus, When } from '../../shared/bits';
import { failureOf } from '../../shared/failure';
import { PageHeader } from '../../shared/page';
import { Empty, Failed, Rows } from '../../shared/states';
import { useMyRequests, useOffered } from '../requests/requests';
import { useMe } from '../session/session';
import { type Task, useMyTasks } from '../tasks/tasks';
import classes from './home.module.css';

export function HomePage() {
  const { t } = useTranslation();
  const name = useMe().data?.name.split(' ')[0];
  return (
    <Content>
      <PageHeader title={t('home.hello', { name })} />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Tasks />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="lg">
            <Start />
            <Requests />
          </Stack>
        </Grid.Col>
      </Grid>
    </Content>
  );
}

function Heading({ children, count }: { children: string; count?: number | undefined }) {
  return (
    <Group gap={8} mb="sm">
      <Title order={2}>{children}</Title>
      {count ? (
        <Badge variant="light" circle size="lg" fw={650}>
          {count}
        </Badge>
      ) : null}
    </Group>
  );
}

function Tasks() {
  const { t } = useTranslation();
  const tasks = useMyTasks();
  return (
    <Card>
      <Heading count={tasks.data?.items.length}>{t('home.tasks')}</Heading>
      {tasks.isPending ? (
        <Rows count={3} height={64} />
      ) : tasks.data === undefined || failureOf(tasks) ? (
        <Failed error={tasks.error} retry={() => void tasks.refetch()} />
      ) : tasks.data.items.length === 0 ? (
        <Empty icon={IconChecklist} title={t('home.noTasks')} text={t('home.noTasksText')} />
      ) : (
        <Box component="ul" className={classes['list'] ?? ''}>
          {tasks.data.items.map((task) => (
            <TaskRow key={task.id} task={task} />
          ))}
        </Box>
      )}
    </Card>
  );
}

function TaskRow({ task }: { task: Task }) {
  const { t } = useTranslation();
  // The first fact says who asks; that is told already.
  const facts = task.facts.filter((fact) => fact.value !== task.requesterName).slice(0, 3);
  return (
    <li>
      <UnstyledButton component={Link} to={`/tasks/${task.id}`} className={classes['row'] ?? ''}>
        <Box miw={0} flex={1}>
          <Text fw={600} size="sm" style={{ overflowWrap: 'anywhere' }}>
            {task.title}
          </Text>
          {facts.length > 0 && (
            <Text size="sm" c="dimmed" lineClamp={1}>
              {facts.map((fact) => fact.value).join(' · ')}
            </Text>
          )}
          <Text size="xs" c="dimmed" mt={2}>
            {task.requesterName && <>{task.requesterName} · </>}
            <When at={task.openedAt} />
            {task.dueAt && (
              <>
                {' · '}
                {t('task.due')} <When at={task.dueAt} />
              </>
            )}
          </Text>
        </Box>
        <IconChevronRight size={18} className={classes['arrow'] ?? ''} aria-hidden />
      </UnstyledButton>
    </li>
  );
}

function Start() {
  const { t } = useTranslation();
  const offered = useOffered();
  if (offered.data?.items.length === 0) return null;
  return (
    <Card>
      <Heading>{t('home.start')}</Heading>
      {offered.isPending ? (
        <Rows count={1} height={56} />
      ) : offered.data === undefined || failureOf(offered) ? (
        <Failed error={offered.error} retry={() => void offered.refetch()} />
      ) : (
        <SimpleGrid cols={{ base: 1, xs: 2, md: 1, lg: 2 }} spacing="sm">
          {offered.data.items.map((process) => (
            <UnstyledButton key={process.id} component={Link} to={`/new/${process.id}`} className={classes['start'] ?? ''}>
              <IconFilePlus size={22} stroke={1.6} aria-hidden />
              <Text fw={600} size="sm">
                {process.name}
              </Text>
            </UnstyledButton>
          ))}
        </SimpleGrid>
      )}
    </Card>
  );
}

function Requests() {
  const { t } = useTranslation();
  const requests = useMyRequests();
  return (
    <Card>
      <Heading>{t('home.requests')}</Heading>
      {requests.isPending ? (
        <Rows count={3} />
      ) : requests.data === undefined || failureOf(requests) ? (
        <Failed error={requests.error} retry={() => void requests.refetch()} />
      ) : requests.data.items.length === 0 ? (
        <Empty icon={IconInbox} title={t('home.noRequests')} text={t('home.noRequestsText')} />
      ) : (
        <Box component="ul" className={classes['list'] ?? ''}>
          {requests.data.items.map((request) => (
            <li key={request.id}>
              <UnstyledButton component={Link} to={`/requests/${request.reference}`} className={classes['row'] ?? ''}>
                <Box miw={0} flex={1}>
                  <Text fw={600} size="sm" truncate>
                    {request.title}
                  </Text>
                  <Text size="xs" c="dimmed">
                    <span className="number">{request.reference}</span> · <When at={request.createdAt} />
                  </Text>
                </Box>
                <RequestStatus status={request.status} outcome={request.outcome} />
              </UnstyledButton>
            </li>
          ))}
        </Box>
      )}
    </Card>
  );
}
