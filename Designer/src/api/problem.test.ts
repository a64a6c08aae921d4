import { describe, expect, it } from 'vitest';
import { ApiProblem } from './problem';

describe('ApiProblem', () => {
  it('reads problem+json', () => {
    const problem = ApiProblem.from(400, {
      type: 'urn:workflows:problem:invalid-input',
      title: 'Something in the form is not right.',
      detail: 'firstDay: this field is required.',
      errors: { firstDay: ['firstDay: this field is required.'] },
    });
    expect(problem.code).toBe('invalid-input');
    expect(problem.fieldError('firstDay')).toBe('This field is required.');
    expect(problem.fieldError('lastDay')).toBeUndefined();
    expect(problem.message).toBe('firstDay: this field is required.');
  });

  it('makes do with anything else', () => {
    expect(ApiProblem.from(502, '<html>').status).toBe(502);
    expect(ApiProblem.from(500, undefined).errors).toEqual({});
    expect(ApiProblem.unreachable(new Error('x')).status).toBe(0);
  });
});
