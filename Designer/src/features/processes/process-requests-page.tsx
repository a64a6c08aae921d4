import { Box, Button, Group, NativeSelect, SegmentedControl, Table, Text, UnstyledButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconInbox } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useOutletContext, useSearchParams } from 'react-router';
import { Card, RequestStatus, useNames, When } from '../../shared/bits';
import { failureOf } from '../../shared/failure';
import { Empty, Failed, Rows } from '../../shared/states';
import type { ProcessContext } from './process-page';
import classes from './process-page.module.css';
import list from './processes-page.module.css';
import { useProcessRequests } from './processes';

const statuses = ['', 'open', 'closed', 'withdrawn', 'failed'];

export function ProcessRequestsPage() {
  const { process } = useOutletContext<ProcessContext>();
  const { t } = useTranslation();
  const names = useNames();
  const [query, setQuery] = useSearchParams();
  const status = statuses.includes(query.get('status') ?? '') ? (query.get('status') ?? '') : '';
  // Where each page before this one began.
  const [pages, setPages] = useState<(string | null)[]>([null]);
  const requests = useProcessRequests(process.id, status, pages.at(-1) ?? null);
  const phone = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  const choose = (value: string) => {
    setPages([null]);
    setQuery(value ? { status: value } : {}, { replace: true });
  };

  const choices = statuses.map((value) => ({ value, label: value ? t(`status.${value}`) : t('requests.all') }));
  return (
    <Card p={0}>
      <Box p="md">
        {phone ? (
          <NativeSelect value={status} onChange={(event) => choose(event.currentTarget.value)} aria-label={t('requests.status')} data={choices} />
        ) : (
          <SegmentedControl size="sm" value={status} onChange={choose} aria-label={t('requests.status')} data={choices} />
        )}
      </Box>
      {requests.isPending ? (
        <Box px="md" pb="md">
          <Rows />
        </Box>
      ) : requests.data === undefined || failureOf(requests) ? (
        <Failed error={requests.error} retry={() => void requests.refetch()} />
      ) : requests.data.items.length === 0 ? (
        <Empty icon={IconInbox} title={t('requests.none')} text={t('requests.noneText')} />
      ) : (
        <>
          {phone ? (
            <Box component="ul" className={list['cards'] ?? ''}>
              {requests.data.items.map((request) => (
                <li key={request.id}>
                  <UnstyledButton component={Link} to={`/requests/${request.reference}`} className={list['card'] ?? ''}>
                    <Group justify="space-between" wrap="nowrap" align="flex-start">
                      <Text fw={600} size="sm">
                        {request.title}
                      </Text>
                      <RequestStatus status={request.status} outcome={request.outcome} />
                    </Group>
                    <Text size="xs" c="dimmed" mt={2}>
                      {request.requesterName}, <When at={request.createdAt} />
                      {request.waitingFor.length > 0 && <> · {names(request.waitingFor)}</>}
                    </Text>
                  </UnstyledButton>
                </li>
              ))}
            </Box>
          ) : (
            <Table.ScrollContainer minWidth={760}>
              <Table highlightOnHover verticalSpacing="sm" horizontalSpacing="md" className={list['table'] ?? ''}>
                <Table.Thead>
                  <Table.Tr>
                    {(['request', 'requester', 'version', 'status', 'waiting', 'created'] as const).map((column) => (
                      <Table.Th key={column}>{t(`requests.column.${column}`)}</Table.Th>
                    ))}
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {requests.data.items.map((request) => (
                    <Table.Tr key={request.id} className={classes['request'] ?? ''}>
                      <Table.Td maw={360}>
                        <Link to={`/requests/${request.reference}`}>{request.title}</Link>
                        <Text size="xs" c="dimmed" className="number">
                          {request.reference}
                        </Text>
                      </Table.Td>
                      <Table.Td>
                        <Text size="sm">{request.requesterName}</Text>
                      </Table.Td>
                      <Table.Td>
                        <Text size="sm" className="number">
                          {request.version}
                        </Text>
                      </Table.Td>
                      <Table.Td>
                        <RequestStatus status={request.status} outcome={request.outcome} />
                      </Table.Td>
                      <Table.Td maw={220}>
                        <Text size="sm" c={request.waitingFor.length ? undefined : 'dimmed'}>
                          {request.waitingFor.length ? names(request.waitingFor) : '–'}
                        </Text>
                      </Table.Td>
                      <Table.Td>
                        <Text size="sm">
                          <When at={request.createdAt} />
                        </Text>
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          )}
          {(pages.length > 1 || requests.data.next) && (
            <Group justify="flex-end" p="md">
              <Button variant="default" size="xs" disabled={pages.length === 1} onClick={() => setPages((before) => before.slice(0, -1))}>
                {t('previous')}
              </Button>
              <Button variant="default" size="xs" disabled={!requests.data.next} onClick={() => setPages((before) => [...before, requests.data.next ?? null])}>
                {t('next')}
              </Button>
            </Group>
          )}
        </>
      )}
    </Card>
  );
}
