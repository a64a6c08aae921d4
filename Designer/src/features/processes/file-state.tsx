import { Alert, Badge, Text, Tooltip } from '@mantine/core';
import { IconFileAlert } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ProcessFile } from './processes';

// What is in order, and what was never meant to have a file, needs no word.
const quiet = new Set<ProcessFile['state']>(['same', 'onlyInDatabase']);
const colors: Partial<Record<ProcessFile['state'], string>> = { diverged: 'orange', fileAhead: 'orange', broken: 'red', duplicate: 'red' };

/** How a process and its definition file stand to each other, where they differ. */
export function FileBadge({ file }: { file: ProcessFile }) {
  const { t } = useTranslation();
  if (quiet.has(file.state)) return null;
  return (
    <Tooltip label={t(`file.${file.state}Text`, { name: file.name ?? '' })} multiline maw={340} events={{ hover: true, focus: true, touch: true }}>
      <Badge variant="light" color={colors[file.state] ?? 'gray'} tt="none" miw="max-content">
        {t(`file.${file.state}`)}
      </Badge>
    </Tooltip>
  );
}

/** The same with what to do, for the page of one process. */
export function FileNotice({ file }: { file: ProcessFile | null | undefined }) {
  const { t } = useTranslation();
  if (!file || quiet.has(file.state)) return null;
  return (
    <Alert variant="light" color={colors[file.state] ?? 'gray'} icon={<IconFileAlert size={18} />} mb="md" title={t(`file.${file.state}`)}>
      <Text size="sm" c="var(--mantine-color-text)">
        {t(`file.${file.state}Text`, { name: file.name ?? '' })}
      </Text>
      {file.state === 'broken' && <Text size="sm">{file.message}</Text>}
    </Alert>
  );
}

/** Files in the server's folder that belong to no process. */
export function OtherFiles({ files }: { files: readonly ProcessFile[] }) {
  const { t } = useTranslation();
  if (files.length === 0) return null;
  return (
    <Alert variant="light" color="orange" icon={<IconFileAlert size={18} />} mb="md" title={t('file.others', { count: files.length })}>
      {files.map((file) => (
        <Text key={`${file.processId} ${file.name}`} size="sm" c="var(--mantine-color-text)">
          <b>{file.name ?? file.processId}</b>: {t(`file.${file.state}Text`, { name: file.name ?? '' })} {file.state === 'broken' || file.state === 'duplicate' ? file.message : ''}
        </Text>
      ))}
    </Alert>
  );
}
