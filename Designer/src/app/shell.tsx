import { AppShell, Burger, Center, Group, Loader, NavLink, Stack, Tooltip, UnstyledButton } from '@mantine/core';
import { useDisclosure, useLocalStorage } from '@mantine/hooks';
import { IconHome, IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand, IconRoute } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, Outlet, useLocation } from 'react-router';
import { SessionEnded } from '../features/session/session-ended';
import { sessionEnded, useMe } from '../features/session/session';
import { Failed } from '../shared/states';
import { AccountMenu } from './account-menu';
import { Brand } from './brand';
import classes from './shell.module.css';

/** Around every page of somebody who is signed in. */
export function Shell() {
  const { t } = useTranslation();
  const me = useMe();
  const location = useLocation();
  const [opened, burger] = useDisclosure(false);
  useLiveUpdates(me.data?.id);
  const [narrow, setNarrow] = useLocalStorage({ key: 'workflows-narrow-menu', defaultValue: false });

  if (me.isPending)
    return (
      <Center mih="100dvh" role="status" aria-label={t('loading')}>
        <Loader />
      </Center>
    );
  if (me.data === undefined)
    return (
      <Center mih="100dvh">
        <Failed error={me.error} retry={() => void me.refetch()} />
      </Center>
    );
  if (!me.data) {
    const here = location.pathname + location.search;
    return <Navigate to={here === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(here)}`} replace />;
  }

  const rights = me.data.rights;
  const places = [
    { to: '/', label: t('nav.home'), icon: IconHome, active: location.pathname === '/' || /^\/(new|tasks|requests)\//.test(location.pathname), shown: true },
    { to: '/processes', label: t('nav.processes'), icon: IconRoute, active: location.pathname.startsWith('/processes'), shown: rights.includes('process:read') },
  ].filter((place) => place.shown);
  const Fold = narrow ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse;
  const fold = narrow ? t('nav.widen') : t('nav.narrow');

  return (
    <AppShell header={{ height: 56 }} navbar={{ width: narrow ? 64 : 216, breakpoint: 'sm', collapsed: { mobile: !opened } }} className={classes['shell'] ?? ''} transitionDuration={0}>
      <a className="skip-link" href="#content">
        {t('nav.skip')}
      </a>
      <AppShell.Header className={classes['header'] ?? ''}>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={opened} onClick={burger.toggle} hiddenFrom="sm" size="sm" aria-label={t('nav.menu')} aria-expanded={opened} />
            <UnstyledButton component={Link} to="/">
              <Brand />
            </UnstyledButton>
          </Group>
          <AccountMenu me={me.data} />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" className={classes['navbar'] ?? ''} aria-label={t('nav.main')}>
        <Stack gap={4} flex={1}>
          {places.map(({ to, label, icon: Icon, active }) => (
            <Tooltip key={to} label={label} position="right" disabled={!narrow}>
              <NavLink
                component={Link}
                to={to}
                label={narrow && !opened ? undefined : label}
                aria-label={label}
                aria-current={active ? 'page' : undefined}
                leftSection={<Icon size={20} stroke={1.7} aria-hidden />}
                active={active}
                onClick={burger.close}
                className={classes['link'] ?? ''}
                styles={{ section: narrow && !opened ? { marginInlineEnd: 0 } : {} }}
              />
            </Tooltip>
          ))}
        </Stack>
        <NavLink
          component="button"
          visibleFrom="sm"
          label={narrow ? undefined : fold}
          aria-label={fold}
          leftSection={<Fold size={20} stroke={1.7} aria-hidden />}
          onClick={() => setNarrow(!narrow)}
          className={classes['link'] ?? ''}
          c="dimmed"
        />
      </AppShell.Navbar>
      <AppShell.Main className={classes['main'] ?? ''} id="content" tabIndex={-1}>
        <Suspense>
          <Outlet />
        </Suspense>
      </AppShell.Main>
      <SessionEnded />
    </AppShell>
  );
}

/** What happens elsewhere shows by itself. The part that listens is fetched after the page stands. */
function useLiveUpdates(personId: string | undefined) {
  const queries = useQueryClient();
  useEffect(() => {
    if (personId === undefined) return;
    let left = false;
    let end = () => {
      left = true;
    };
    void import('./live').then(({ listen }) => {
      if (!left) end = listen(queries, () => sessionEnded.set(true));
    });
    return () => end();
  }, [personId, queries]);
}

/** A page with margins; as wide as the window where there is a diagram beside the text. */
export function Content({ children, wide }: { children: ReactNode; wide?: boolean }) {
  return (
    <div className={classes['content']} data-wide={wide === true}>
      {children}
    </div>
  );
}
