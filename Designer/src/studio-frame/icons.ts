import calendar from '@tabler/icons/outline/calendar-event.svg?raw';
import chart from '@tabler/icons/outline/chart-pie.svg?raw';
import clipboard from '@tabler/icons/outline/clipboard-check.svg?raw';
import coin from '@tabler/icons/outline/coin.svg?raw';
import database from '@tabler/icons/outline/database-edit.svg?raw';
import flag from '@tabler/icons/outline/flag.svg?raw';
import mail from '@tabler/icons/outline/mail-forward.svg?raw';
import pencil from '@tabler/icons/outline/pencil.svg?raw';
import receipt from '@tabler/icons/outline/receipt.svg?raw';
import rocket from '@tabler/icons/outline/rocket.svg?raw';
import shield from '@tabler/icons/outline/shield-check.svg?raw';
import bell from '@tabler/icons/outline/bell.svg?raw';
import users from '@tabler/icons/outline/users.svg?raw';

/** Studio knows pictures for Elsa's own activities only, and offers no way to bring others. By type, or by the first part of it. */
const icons: Record<string, string> = {
  'Approvals.RequestApproval': clipboard,
  'Approvals.EmailActionToken': mail,
  'Approvals.RequestChanges': pencil,
  'Bookings.': shield,
  'Expenses.': receipt,
  'Leave.': calendar,
  'Notifications.': bell,
  'Partners.': users,
  'People.WorkingDays': calendar,
  'People.InstallSubstitute': users,
  'Projects.': rocket,
  'Registers.': database,
  'Requests.': flag,
  'Revenue.Split': chart,
  'Revenue.Reverse': coin,
};

const attribute = 'data-activity-type';
const types = new Map<string, string>();

/** Takes in how the activities of the palette are called. @param descriptors the answer that Studio gets */
export function learn(descriptors: unknown): void {
  for (const { typeName, displayName } of (descriptors as { items?: { typeName?: string; displayName?: string }[] }).items ?? []) if (typeName && displayName) types.set(displayName, typeName);
}

/** The pictures as styles: nothing in Studio's page is replaced. */
export function styles(): string {
  return Object.entries(icons)
    .map(([type, svg]) => {
      const whole = type.endsWith('.') ? `"type":"${type}` : `"type":"${type}"`;
      const inDiagram = `elsa-activity-wrapper[activity-json*='${whole}'] .activity-icon`;
      const inPalette = `[${attribute}${type.endsWith('.') ? '^' : ''}='${type}']`;
      const picture = `url("data:image/svg+xml,${encodeURIComponent(svg.replace(/<!--[\s\S]*?-->/g, '').trim())}") center / contain no-repeat`;
      return `:is(${inDiagram}, ${inPalette}) > * > svg > svg, :is(${inDiagram}, ${inPalette}) > svg > svg { display: none } :is(${inDiagram}) > svg, ${inPalette} > * > svg { background: currentColor; mask: ${picture} }`;
    })
    .join('\n');
}

/** Marks the activities of the palette with their types as they come up. A search puts other activities into the elements that are there already. */
export function markPalette(): void {
  const mark = (item: Element) => {
    const type = types.get(item.textContent.trim());
    if (type) item.setAttribute(attribute, type);
    else item.removeAttribute(attribute);
  };
  new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes) {
      const around = (target instanceof Element ? target : target.parentElement)?.closest('[draggable=true]');
      if (around) mark(around);
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue;
        if (node.matches('[draggable=true]')) mark(node);
        for (const item of node.querySelectorAll('[draggable=true]')) mark(item);
      }
    }
  }).observe(document.body, { childList: true, characterData: true, subtree: true });
}
