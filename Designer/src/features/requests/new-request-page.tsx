import { Alert, Box, Button, Checkbox, Group, NativeSelect, NumberInput, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { ApiProblem } from '../../api/problem';
import { Content } from '../../app/shell';
import { Card } from '../../shared/bits';
import { failureOf } from '../../shared/failure';
import { PageHeader } from '../../shared/page';
import { Failed, Problem, Rows } from '../../shared/states';
import { type Field, fieldsOf, initialValues, inputsOf, isShown, missing, type Values } from './form';
import { useForm, useSubmit } from './requests';

export function NewRequestPage() {
  const { process = '' } = useParams();
  const form = useForm(process);
  const { t } = useTranslation();
  return (
    <Content>
      <Box maw={640}>
        {form.isPending ? (
          <Rows count={6} height={58} />
        ) : form.data === undefined || failureOf(form) ? (
          <Failed error={form.error} retry={() => void form.refetch()} />
        ) : (
          <>
            <PageHeader title={form.data.name} details={form.data.description} back={[{ to: '/', label: t('nav.home') }]} />
            <Form key={`${process} ${form.data.version}`} process={process} fields={fieldsOf(form.data.form)} />
          </>
        )}
      </Box>
    </Content>
  );
}

function Form({ process, fields }: { process: string; fields: Field[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const submit = useSubmit(process);
  const [values, setValues] = useState<Values>(() => initialValues(fields));
  const [empty, setEmpty] = useState<string[]>([]);
  const form = useRef<HTMLFormElement>(null);
  // The same for every try of the same answers: sent twice, it is one request.
  const key = useRef({ inputs: '', key: '' });
  const problem = submit.error instanceof ApiProblem ? submit.error : null;
  const shown = fields.filter((field) => isShown(field, values));
  const errorOf = (name: string) => (empty.includes(name) ? t('form.required') : problem?.fieldError(name));
  const general = problem && !shown.some((field) => problem.errors[field.name]) ? problem : null;

  const send = (event: FormEvent) => {
    event.preventDefault();
    const lacking = missing(fields, values);
    setEmpty(lacking);
    if (lacking[0]) {
      submit.reset();
      form.current?.querySelector<HTMLElement>(`[name="${CSS.escape(lacking[0])}"]`)?.focus();
      return;
    }

    const inputs = inputsOf(fields, values);
    const text = JSON.stringify(inputs);
    if (key.current.inputs !== text) key.current = { inputs: text, key: crypto.randomUUID() };
    submit.mutate(
      { inputs, key: key.current.key },
      {
        onSuccess: (request) => {
          notifications.show({ color: 'teal', message: t('form.sent', { reference: request.reference }) });
          void navigate(`/requests/${request.reference}`);
        },
      },
    );
  };

  return (
    <Card>
      <form ref={form} onSubmit={send} noValidate>
        <Stack gap="md">
          {shown.map((field) => (
            <Answer
              key={field.name}
              field={field}
              value={values[field.name]}
              error={errorOf(field.name)}
              onChange={(value) => {
                setValues((before) => ({ ...before, [field.name]: value }));
                setEmpty((before) => before.filter((name) => name !== field.name));
              }}
            />
          ))}
          {problem && !general && (
            <Alert color="red" variant="light" role="alert" icon={<IconAlertTriangle size={18} />} p="sm">
              <Text size="sm">{problem.title}</Text>
            </Alert>
          )}
          {(general ?? (submit.error && !problem)) && <Problem error={submit.error} />}
          <Group mt="xs">
            <Button type="submit" size="md" loading={submit.isPending}>
              {t('form.send')}
            </Button>
            <Button variant="subtle" color="gray" size="md" onClick={() => void navigate(-1)}>
              {t('cancel')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}

interface AnswerProps {
  field: Field;
  value: unknown;
  error: string | undefined;
  onChange: (value: unknown) => void;
}

function Answer({ field, value, error, onChange }: AnswerProps) {
  const { t } = useTranslation();
  const common = { label: field.label, description: field.hint, name: field.name, error, required: field.isRequired, withAsterisk: field.isRequired };
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  if (field.type === 'boolean')
    return <Checkbox label={field.label} description={field.hint} name={field.name} error={error} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />;
  if (field.options.length > 0)
    return <NativeSelect {...common} value={text} onChange={(event) => onChange(event.currentTarget.value)} data={[{ value: '', label: t('form.choose') }, ...field.options]} />;
  if (field.type === 'integer' || field.type === 'number')
    return (
      <NumberInput
        {...common}
        value={text}
        onChange={(next) => onChange(next === '' ? '' : Number(next))}
        allowDecimal={field.type === 'number'}
        {...(field.minimum === undefined ? {} : { min: field.minimum })}
        {...(field.maximum === undefined ? {} : { max: field.maximum })}
      />
    );
  if (field.isLong) return <Textarea {...common} autosize minRows={3} maxRows={12} value={text} onChange={(event) => onChange(event.currentTarget.value)} />;
  return <TextInput {...common} type={field.isDay ? 'date' : 'text'} maw={field.isDay ? 220 : undefined} value={text} onChange={(event) => onChange(event.currentTarget.value)} />;
}
