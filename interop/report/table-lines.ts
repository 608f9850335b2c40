/** A client × server table as lines of a terminal. */
import { type Line, line } from './paint.ts';
import { countsCell, isFailing, type Table } from './table.ts';
import { displayWidth, padEnd } from './width.ts';

const CORNER = 'client ↓ server →';
const INDENT = '  ';

interface Column {
  readonly server: string;
  readonly width: number;
}

function widest(texts: readonly string[]): number {
  return Math.max(...texts.map(displayWidth)) + 2;
}

function columnsOf(table: Table): Column[] {
  return table.servers.map((server) => {
    const cells = table.clients.map((client) => countsCell(table.counts(client, server)));
    return { server, width: widest([server, ...cells]) };
  });
}

/** Servers side by side, in as many blocks as the room asks for. */
function blocks(columns: readonly Column[], room: number): Column[][] {
  const all: Column[][] = [[]];
  let used = 0;
  for (const column of columns) {
    if (used > 0 && used + column.width > room) {
      all.push([]);
      used = 0;
    }
    all.at(-1)?.push(column);
    used += column.width;
  }
  return all;
}

function rowLine(table: Table, client: string, columns: readonly Column[], first: number): Line {
  const cells = columns.map(({ server, width }) =>
    padEnd(countsCell(table.counts(client, server)), width),
  );
  const failing = columns.some(({ server }) => isFailing(table.counts(client, server)));
  const text = `${INDENT}${padEnd(client, first)}${cells.join('')}`;
  return line(text.trimEnd(), failing ? 'bad' : 'plain');
}

function blockLines(table: Table, columns: readonly Column[], first: number): Line[] {
  const head = columns.map(({ server, width }) => padEnd(server, width)).join('');
  const clients = table.clients.filter((client) =>
    columns.some(({ server }) => table.counts(client, server) !== undefined),
  );
  return [
    line(`${INDENT}${padEnd(CORNER, first)}${head}`.trimEnd(), 'dim'),
    ...clients.map((client) => rowLine(table, client, columns, first)),
  ];
}

/** The table in the given width: what doesn't fit beside goes below, with the clients that have a cell there. */
export function tableLines(table: Table, width: number): Line[] {
  const first = widest([CORNER, ...table.clients]);
  const room = width - first - INDENT.length;
  return blocks(columnsOf(table), room).flatMap((block) => blockLines(table, block, first));
}
