import { describe, expect, it } from 'vitest';
import { destinationIn, refusalIn, saveOf, textOf, versionIn } from './saves';

describe('saveOf', () => {
  it('knows a save of a draft from a publication', () => {
    expect(saveOf('POST', '/elsa/api/workflow-definitions', '{"model":{},"publish":false}')).toMatchObject({ publishes: false });
    expect(saveOf('POST', '/elsa/api/workflow-definitions', '{"model":{},"publish": true}')).toMatchObject({ publishes: true });
    expect(saveOf('POST', '/elsa/api/workflow-definitions/leave/publish', null)).toEqual({ publishes: true, work: null });
    expect(saveOf('POST', '/elsa/api/workflow-definitions/leave/revert/2', null)).toEqual({ publishes: false, work: null });
  });

  it('keeps the work as a file that can be imported again', () => {
    const save = saveOf('POST', '/elsa/api/workflow-definitions', '{"model":{"id":"v2","definitionId":"leave","name":"Leave","version":2,"isLatest":true,"links":[],"root":{"id":"flow"}},"publish":false}');
    expect(JSON.parse(save?.work ?? '')).toEqual({ $schema: 'https://elsaworkflows.io/schemas/workflow-definition/v3.0.0/schema.json', definitionId: 'leave', name: 'Leave', root: { id: 'flow' } });
    expect(saveOf('POST', '/elsa/api/workflow-definitions', 'no json')?.work).toBeNull();
  });

  it('leaves alone what saves nothing', () => {
    expect(saveOf('GET', '/elsa/api/workflow-definitions', null)).toBeNull();
    expect(saveOf('POST', '/elsa/api/workflow-definitions/leave/execute', null)).toBeNull();
    expect(saveOf('POST', '/elsa/api/workflow-instances', null)).toBeNull();
  });
});

describe('refusalIn', () => {
  it('gives every line of a refusal', () => {
    expect(refusalIn({ title: 'Not published', errors: { generalErrors: ['a', 'b'] } })).toEqual({ title: 'Not published', lines: ['a', 'b'], conflict: false });
  });

  it('falls back on the detail and knows a conflict', () => {
    expect(refusalIn({ type: 'urn:workflows:problem:edit-conflict', title: 'x', detail: 'y' })).toEqual({ title: 'x', lines: ['y'], conflict: true });
    expect(refusalIn(null).lines).toEqual([]);
  });
});

describe('answers and addresses', () => {
  it('reads versions, bodies and destinations', () => {
    expect(versionIn({ workflowDefinition: { version: 4 } })).toBe(4);
    expect(versionIn({ version: 3 })).toBe(3);
    expect(versionIn('no')).toBeNull();
    expect(textOf(new TextEncoder().encode('hé'))).toBe('hé');
    expect(destinationIn('/designer/workflows/instances/i%201/view')).toEqual({ what: 'instance', id: 'i 1' });
    expect(destinationIn('/designer/editor?id=leave')).toBeNull();
  });
});
