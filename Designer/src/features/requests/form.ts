/** The form of a process: JSON Schema with hints, as the server describes it. */

export interface Field {
  name: string;
  type: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object';
  label: string;
  hint: string | undefined;
  isDay: boolean;
  isLong: boolean;
  isRequired: boolean;
  options: { value: string; label: string }[];
  minimum: number | undefined;
  maximum: number | undefined;
  initial: unknown;
  /** Shown only while these other fields have these values. */
  showWhen: Record<string, unknown> | undefined;
}

interface Property {
  type?: Field['type'];
  title?: string;
  description?: string;
  format?: string;
  enum?: string[];
  'x-labels'?: string[];
  'x-ui-hint'?: string;
  'x-show-when'?: Record<string, unknown>;
  minimum?: number;
  maximum?: number;
  default?: unknown;
}

export function fieldsOf(schema: unknown): Field[] {
  const { properties = {}, required = [] } = (schema ?? {}) as { properties?: Record<string, Property>; required?: string[] };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    type: property.type ?? 'string',
    label: property.title ?? name,
    hint: property.description || undefined,
    isDay: property.format === 'date',
    isLong: property['x-ui-hint'] === 'multiline',
    isRequired: required.includes(name),
    options: (property.enum ?? []).map((value, index) => ({ value, label: property['x-labels']?.[index] ?? value })),
    minimum: property.minimum,
    maximum: property.maximum,
    initial: property.default,
    showWhen: property['x-show-when'],
  }));
}

export type Values = Record<string, unknown>;

export function initialValues(fields: readonly Field[]): Values {
  return Object.fromEntries(fields.map((field) => [field.name, field.initial ?? (field.type === 'boolean' ? false : '')]));
}

export function isShown(field: Field, values: Values): boolean {
  return Object.entries(field.showWhen ?? {}).every(([name, wanted]) => (Array.isArray(wanted) ? wanted.includes(values[name]) : values[name] === wanted));
}

/** What is sent: no hidden fields and no empty answers. */
export function inputsOf(fields: readonly Field[], values: Values): Values {
  return Object.fromEntries(fields.filter((field) => isShown(field, values) && values[field.name] !== '' && values[field.name] != null).map((field) => [field.name, values[field.name]]));
}

/** The required fields that are shown and empty. */
export function missing(fields: readonly Field[], values: Values): string[] {
  return fields.filter((field) => field.isRequired && isShown(field, values) && (values[field.name] === '' || values[field.name] == null)).map((field) => field.name);
}
