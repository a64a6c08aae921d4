import { Badge, Box, Button, FileButton, Group, Modal, Stack, Table, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { IconArrowDown, IconArrowUp, IconArrowsSort, IconFileUpload, IconPlus, IconRoute, IconSearch, IconSearchOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { Content } from '../../app/shell';
import { Card, When } from '../../shared/bits';
import { failureOf } from '../../shared/failure';
import { PageHeader } from '../../shared/page';
import { Empty, Failed, Problem, Rows } from '../../shared/states';
import { useRights } from '../session/session';
import { FileBadge, OtherFiles } from './file-state';
import { type Process, useCreate, useImport, useProcesses } from './processes';
import classes from './processes-page.module.css';
import { arranged, type Column, nextOrder, type Order } from './sorting';

const columns: Column[] = ['name', 'version', 'running', 'waiting', 'failed', 'changed'];

export function ProcessesPage() {
  const { t } = useTranslation();
  const processes = useProcesses();
  const may = useRights();
  const [query, setQuery] = useSearchParams();
  const search = query.get('q') ?? '';
  const phone = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  const [order, setOrder] = useState<Order>({ by: 'name', descending: false });
  const shown = arranged(processes.data?.items ?? [], search, order);

  return (
    <Content>
      <PageHeader title={t('nav.processes')} details={t('processes.text')} actions={may('process:edit') ? <Actions /> : null} />
      <OtherFiles files={processes.data?.otherFiles ?? []} />
      <Card p={0}>
        <Box p="md">
          <TextInput
            type="search"
            maw={360}
            placeholder={t('processes.search')}
            aria-label={t('processes.search')}
            leftSection={<IconSearch size={16} aria-hidden />}
            value={search}
            onChange={(event) => setQuery(event.currentTarget.value ? { q: event.currentTarget.value } : {}, { replace: true })}
          />
        </Box>
        {processes.isPending ? (
          <Box px="md" pb="md">
            <Rows />
          </Box>
        ) : processes.data === undefined || failureOf(processes) ? (
          <Failed error={processes.error} retry={() => void processes.refetch()} />
        ) : processes.data.items.length === 0 ? (
          <Empty icon={IconRoute} title={t('processes.none')} text={t('processes.noneText')} />
        ) : shown.length === 0 ? (
          <Empty icon={IconSearchOff} title={t('processes.notFound', { search })}>
            <Button variant="default" onClick={() => setQuery({}, { replace: true })}>
              {t('processes.showAll')}
            </Button>
          </Empty>
        ) : phone ? (
          <PhoneList processes={shown} />
        ) : (
          <WideList processes={shown} order={order} setOrder={setOrder} />
        )}
      </Card>
    </Content>
  );
}

function Actions() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [opened, { open, close }] = useDisclosure(false);
  const [name, setName] = useState('');
  const create = useCreate();
  const taken = useImport();
  const go = (id: string) => void navigate(`/processes/${encodeURIComponent(id)}/design`);
  return (
    <>
      <FileButton accept="application/json,.json" onChange={(file) => file && taken.mutate(file, { onSuccess: go })}>
        {(button) => (
          <Button {...button} variant="default" leftSection={<IconFileUpload size={18} aria-hidden />} loading={taken.isPending}>
            {t('processes.import')}
          </Button>
        )}
      </FileButton>
      <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={open}>
        {t('processes.new')}
      </Button>
      <Modal opened={opened} onClose={close} title={t('processes.new')} centered>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            create.mutate(name.trim(), { onSuccess: go });
          }}
        >
          <Stack>
            <TextInput label={t('processes.name')} description={t('processes.nameHint')} value={name} maxLength={200} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
            {create.error && <Problem error={create.error} />}
            <Group justify="flex-end">
              <Button variant="subtle" color="gray" onClick={close}>
                {t('cancel')}
              </Button>
              <Button type="submit" disabled={name.trim() === ''} loading={create.isPending}>
                {t('processes.create')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
      <Modal opened={taken.error !== null} onClose={taken.reset} title={t('processes.notImported')} centered>
        {taken.error && <Problem error={taken.error} />}
      </Modal>
    </>
  );
}

export function VersionBadge({ process }: { process: Process }) {
  const { t } = useTranslation();
  return (
    <Group gap={6}>
      {process.publishedVersion === null ? (
        <Badge variant="light" color="gray" tt="none" miw="max-content">
          {t('processes.unpublished')}
        </Badge>
      ) : (
        <Badge variant="light" color="teal" tt="none" miw="max-content" className="number">
          {t('version', { number: process.publishedVersion })}
        </Badge>
      )}
      {process.hasDraft && (
        <Badge variant="light" color="orange" tt="none" miw="max-content">
          {t('processes.draft')}
        </Badge>
      )}
      {process.file && <FileBadge file={process.file} />}
    </Group>
  );
}

function Count({ value, alarming }: { value: number | undefined; alarming?: boolean }) {
  return (
    <Text span size="sm" className="number" {...(value && alarming ? { c: 'red', fw: 650 } : value ? {} : { c: 'dimmed' })}>
      {value ?? '–'}
    </Text>
  );
}

function WideList({ processes, order, setOrder }: { processes: Process[]; order: Order; setOrder: (order: Order) => void }) {
  const { t } = useTranslation();
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table highlightOnHover verticalSpacing="sm" horizontalSpacing="md" className={classes['table'] ?? ''}>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => {
              const sorted = order.by === column;
              const Icon = !sorted ? IconArrowsSort : order.descending ? IconArrowDown : IconArrowUp;
              return (
                <Table.Th key={column} aria-sort={sorted ? (order.descending ? 'descending' : 'ascending') : 'none'} data-number={['running', 'waiting', 'failed'].includes(column)}>
                  <UnstyledButton onClick={() => setOrder(nextOrder(order, column))} className={classes['sort'] ?? ''} data-sorted={sorted}>
                    {t(`processes.column.${column}`)}
                    <Icon size={14} aria-hidden />
                  </UnstyledButton>
                </Table.Th>
              );
            })}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {processes.map((process) => (
            <Table.Tr key={process.id} className={classes['row'] ?? ''}>
              <Table.Td maw={420}>
                <Link to={`/processes/${encodeURIComponent(process.id)}/design`} className={classes['name'] ?? ''}>
                  {process.name}
                </Link>
                {process.description && (
                  <Text size="sm" c="dimmed" lineClamp={1}>
                    {process.description}
                  </Text>
                )}
              </Table.Td>
              <Table.Td>
                <VersionBadge process={process} />
              </Table.Td>
              <Table.Td data-number>
                <Count value={process.runs?.running} />
              </Table.Td>
              <Table.Td data-number>
                <Count value={process.runs?.waiting} />
              </Table.Td>
              <Table.Td data-number>
                <Count value={process.runs?.failed} alarming />
              </Table.Td>
              <Table.Td>
                <Text size="sm">{process.lastChange.byName ?? t('processes.fromFile')}</Text>
                <Text size="xs" c="dimmed">
                  <When at={process.lastChange.at} />
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function PhoneList({ processes }: { processes: Process[] }) {
  const { t } = useTranslation();
  return (
    <Box component="ul" className={classes['cards'] ?? ''}>
      {processes.map((process) => (
        <li key={process.id}>
          <UnstyledButton component={Link} to={`/processes/${encodeURIComponent(process.id)}/requests`} className={classes['card'] ?? ''}>
            <Group justify="space-between" wrap="nowrap" align="flex-start">
              <Text fw={600}>{process.name}</Text>
              <VersionBadge process={process} />
            </Group>
            {process.runs && (
              <Group gap="md" mt={6}>
                {(['running', 'waiting', 'failed'] as const).map((kind) => (
                  <Text key={kind} size="sm" c={kind === 'failed' && process.runs?.failed ? 'red' : 'dimmed'} className="number">
                    {process.runs?.[kind]} {t(`processes.column.${kind}`).toLocaleLowerCase()}
                  </Text>
                ))}
              </Group>
            )}
            <Text size="xs" c="dimmed" mt={4}>
              {process.lastChange.byName ?? t('processes.fromFile')}, <When at={process.lastChange.at} />
            </Text>
          </UnstyledButton>
        </li>
      ))}
    </Box>
  );
}
