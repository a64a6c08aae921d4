import { Modal, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useMe, useSessionEnded } from './session';
import { SignInForm } from './sign-in-form';

/** Over the page as it stands, so that nothing that was typed is lost. */
export function SessionEnded() {
  const { t } = useTranslation();
  const ended = useSessionEnded();
  const me = useMe();
  return (
    <Modal opened={ended} onClose={() => undefined} withCloseButton={false} closeOnEscape={false} closeOnClickOutside={false} title={t('session.ended')} centered zIndex={500}>
      <Text c="dimmed" mb="md">
        {t('session.endedText')}
      </Text>
      {ended && <SignInForm {...(me.data ? { email: me.data.email } : {})} onSignedIn={() => undefined} />}
    </Modal>
  );
}
