import { Tabs } from '@mantine/core';
import { IconGitCompare, IconInbox, IconVectorBezier2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Outlet, useLocation, useNavigate, useParams } from 'react-router';
import { Content } from '../../app/shell';
import { failureOf } from '../../shared/failure';
import { PageHeader } from '../../shared/page';
import { Failed, Rows } from '../../shared/states';
import { type Process, useProcess } from './processes';
import { VersionBadge } from './processes-page';
import classes from './process-page.module.css';

export interface ProcessContext {
  process: Process;
}

export function ProcessPage() {
  const { id = '' } = useParams();
  const { t } = useTranslation();
  const process = useProcess(id);
  const navigate = useNavigate();
  const location = useLocation();
  const tab = location.pathname.split('/')[3] ?? 'design';

  if (process.data === undefined || failureOf(process))
    return <Content>{process.isPending ? <Rows count={6} height={58} /> : <Failed error={process.error} retry={() => void process.refetch()} />}</Content>;

  const tabs = [
    { value: 'design', label: t('process.design'), icon: IconVectorBezier2 },
    { value: 'versions', label: t('process.versions'), icon: IconGitCompare },
    { value: 'requests', label: t('process.requests'), icon: IconInbox },
  ];
  return (
    <div className={classes['page']} data-tab={tab}>
      <div className={classes['head']}>
        <Tabs value={tab} onChange={(value) => value && void navigate(`/processes/${encodeURIComponent(id)}/${value}`)} keepMounted={false}>
          <div className={classes['strip']}>
            <PageHeader title={process.data.name} mark={<VersionBadge process={process.data} />} back={[{ to: '/processes', label: t('nav.processes') }]} mb={tab === 'design' ? 0 : 10} />
            <Tabs.List aria-label={t('process.sections')}>
              {tabs.map(({ value, label, icon: Icon }) => (
                <Tabs.Tab key={value} value={value} leftSection={<Icon size={17} stroke={1.7} aria-hidden />}>
                  {label}
                </Tabs.Tab>
              ))}
            </Tabs.List>
          </div>
          <Tabs.Panel value={tab} className={classes['panel'] ?? ''}>
            <Outlet context={{ process: process.data } satisfies ProcessContext} />
          </Tabs.Panel>
        </Tabs>
      </div>
    </div>
  );
}
