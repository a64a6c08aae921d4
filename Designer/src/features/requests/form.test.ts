import { describe, expect, it } from 'vitest';
import { fieldsOf, initialValues, inputsOf, isShown, missing } from './form';

const fields = fieldsOf({
  properties: {
    type: { type: 'string', title: 'Type', enum: ['annual', 'sick'], 'x-labels': ['Annual leave', 'Sick leave'] },
    firstDay: { type: 'string', format: 'date' },
    half: { type: 'boolean', 'x-show-when': { type: 'annual' } },
    reason: { type: 'string', 'x-ui-hint': 'multiline', 'x-show-when': { type: ['annual', 'other'] } },
  },
  required: ['type', 'firstDay', 'reason'],
});

describe('the form of a process', () => {
  it('is read from its schema', () => {
    expect(fields.map((field) => field.name)).toEqual(['type', 'firstDay', 'half', 'reason']);
    expect(fields[0]?.options).toEqual([
      { value: 'annual', label: 'Annual leave' },
      { value: 'sick', label: 'Sick leave' },
    ]);
    expect(fields[1]?.isDay).toBe(true);
    expect(fields[3]?.isLong).toBe(true);
    expect(fieldsOf(null)).toEqual([]);
  });

  it('shows fields by the values of others', () => {
    const values = { ...initialValues(fields), type: 'sick' };
    expect(fields.filter((field) => isShown(field, values)).map((field) => field.name)).toEqual(['type', 'firstDay']);
    expect(missing(fields, values)).toEqual(['firstDay']);
    expect(missing(fields, { ...values, type: 'annual' })).toEqual(['firstDay', 'reason']);
  });

  it('sends neither hidden fields nor empty answers', () => {
    expect(inputsOf(fields, { type: 'sick', firstDay: '2026-02-25', half: true, reason: '' })).toEqual({ type: 'sick', firstDay: '2026-02-25' });
  });
});
