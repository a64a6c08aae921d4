import { Box, Button, Divider, Group, Modal, SegmentedControl, Stack, Text, Textarea, Title } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { Content } from '../../app/shell';
import { Card, Facts, RequestStatus, useNames, When } from '../../shared/bits';
import { failureOf } from '../../shared/failure';
import { PageHeader } from '../../shared/page';
import { Failed, Problem, Rows } from '../../shared/states';
import { useMe, useRights } from '../session/session';
import { StudioFrame } from '../studio/studio-frame';
import { type RequestDetail, useRequest, useWithdraw } from './requests';
import classes from './request-page.module.css';
import { Timeline } from './timeline';

export function RequestPage() {
  const { reference = '' } = useParams();
  const { t } = useTranslation();
  const request = useRequest(reference);
  const may = useRights();
  const wide = useMediaQuery('(min-width: 84em)', undefined, { getInitialValueInEffect: false });
  const [view, setView] = useState('both');

  if (request.data === undefined || failureOf(request))
    return <Content>{request.isPending ? <Rows count={6} height={58} /> : <Failed error={request.error} retry={() => void request.refetch()} />}</Content>;

  const diagram = may('instances:read');
  const story = <Story request={request.data} />;
  const views = wide ? ['both', 'story', 'diagram'] : ['story', 'diagram'];
  const shown = views.includes(view) ? view : 'story';
  return (
    <Content wide={diagram}>
      <Header request={request.data} />
      {!diagram ? (
        <Box maw={760}>{story}</Box>
      ) : (
        <>
          <SegmentedControl size="sm" mb="md" value={shown} onChange={setView} aria-label={t('request.view')} data={views.map((value) => ({ value, label: t(`request.${value}`) }))} />
          {/* Studio stays where it is in the page when the other half comes or goes: it would start anew otherwise. */}
          <div className={classes['beside']} data-view={shown}>
            {shown !== 'diagram' && <div key="story">{story}</div>}
            {shown !== 'story' && <Diagram key="diagram" id={request.data.id} />}
          </div>
        </>
      )}
    </Content>
  );
}

function Diagram({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <section className={classes['diagram']} aria-label={t('request.diagram')}>
      <StudioFrame view="viewer" id={id} title={t('request.diagram')} />
    </section>
  );
}

function Header({ request }: { request: RequestDetail }) {
  const { t } = useTranslation();
  const may = useRights();
  const me = useMe().data;
  const [opened, { open, close }] = useDisclosure(false);
  const process = `${request.processName}, ${t('version', { number: request.version })}`;
  return (
    <>
      <PageHeader
        title={request.title}
        mark={<RequestStatus status={request.status} outcome={request.outcome} />}
        back={[{ to: '/', label: t('nav.home') }]}
        details={
          <>
            <span className="number">{request.reference}</span>
            <span aria-hidden>·</span>
            {may('process:read') ? <Link to={`/processes/${request.process}/requests`}>{process}</Link> : <span>{process}</span>}
            <span aria-hidden>·</span>
            <span>
              {t('request.by', { name: request.requesterName })} <When at={request.createdAt} />
            </span>
          </>
        }
        actions={
          request.status === 'open' && me?.id === request.requesterId ? (
            <Button variant="default" onClick={open}>
              {t('request.withdraw')}
            </Button>
          ) : null
        }
      />
      <Withdraw reference={request.reference} opened={opened} close={close} />
    </>
  );
}

function Withdraw({ reference, opened, close }: { reference: string; opened: boolean; close: () => void }) {
  const { t } = useTranslation();
  const [comment, setComment] = useState('');
  const withdraw = useWithdraw(reference);
  return (
    <Modal opened={opened} onClose={close} title={t('request.withdrawTitle', { reference })} centered>
      <Stack>
        <Text size="sm" c="dimmed">
          {t('request.withdrawText')}
        </Text>
        <Textarea label={t('request.withdrawWhy')} autosize minRows={2} value={comment} onChange={(event) => setComment(event.currentTarget.value)} data-autofocus />
        {withdraw.error && <Problem error={withdraw.error} />}
        <Group justify="flex-end">
          <Button variant="subtle" color="gray" onClick={close}>
            {t('cancel')}
          </Button>
          <Button color="red" loading={withdraw.isPending} onClick={() => withdraw.mutate(comment, { onSuccess: close })}>
            {t('request.withdraw')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Story({ request }: { request: RequestDetail }) {
  const { t } = useTranslation();
  return (
    <Stack gap="lg">
      {request.openSteps.length > 0 && (
        <Card>
          <Title order={2} mb="sm">
            {t('request.now')}
          </Title>
          <Stack gap="sm">
            {request.openSteps.map((step, index) => (
              <Box key={step.taskId}>
                {index > 0 && <Divider mb="sm" />}
                <OpenStep step={step} />
              </Box>
            ))}
          </Stack>
        </Card>
      )}
      <Card>
        <Title order={2} mb="md">
          {t('request.story')}
        </Title>
        <Timeline entries={request.timeline} />
      </Card>
      {request.facts.length > 0 && (
        <Card>
          <Title order={2} mb="sm">
            {t('request.asked')}
          </Title>
          <Facts facts={request.facts} />
        </Card>
      )}
    </Stack>
  );
}

function OpenStep({ step }: { step: RequestDetail['openSteps'][number] }) {
  const { t } = useTranslation();
  const names = useNames();
  return (
    <Group justify="space-between" gap="sm" aria-live="polite">
      <Box miw={0}>
        <Text size="sm" fw={600}>
          {t('request.waitingFor', { names: names(step.people), count: step.people.length })}
        </Text>
        <Text size="sm" c="dimmed">
          {step.step} · {t('request.since')} <When at={step.since} />
          {step.dueAt && (
            <>
              {' · '}
              {t('task.due')} <When at={step.dueAt} />
            </>
          )}
        </Text>
      </Box>
      {step.isMine && (
        <Button component={Link} to={`/tasks/${step.taskId}`} size="sm">
          {t('task.decide')}
        </Button>
      )}
    </Group>
  );
}
