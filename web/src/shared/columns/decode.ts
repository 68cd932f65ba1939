/** Reads a trace's skeleton: columns in pre-order, as typed arrays that look into the received bytes. */
import type { components } from '@/api-schema';
import type { Skeleton } from './skeleton';

export const COLUMNS_TYPE = 'application/vnd.agenttrace.columns.v1';
const MAGIC = 'ATC1';

const MAKERS = {
  u8: (buffer: ArrayBuffer, at: number, length: number) => new Uint8Array(buffer, at, length),
  u16: (buffer: ArrayBuffer, at: number, length: number) => new Uint16Array(buffer, at, length),
  u32: (buffer: ArrayBuffer, at: number, length: number) => new Uint32Array(buffer, at, length),
} as const;
type ColumnType = keyof typeof MAKERS;
type Column = Uint8Array | Uint16Array | Uint32Array;

interface Header {
  n: number;
  unit_us: number;
  t0_ns: string | number;
  dicts: Record<string, string[]>;
  cols: [name: string, type: ColumnType, offset: number, length: number][];
  complete: boolean;
  dropped: number;
}

/** The bytes are not a skeleton that we can read. */
export class BadColumns extends Error {
  constructor(why: string) {
    super(`the trace's columns cannot be read: ${why}`);
    this.name = 'BadColumns';
  }
}

export function decodeColumns(buffer: ArrayBuffer): Skeleton {
  const header = readHeader(buffer);
  const start = dataStart(buffer);
  const columns: Record<string, Column> = {};
  for (const [name, type, offset, length] of header.cols) {
    columns[name] = readColumn(buffer, name, type, start + offset, length);
  }
  return assemble(header, columns);
}

/** The same columns as JSON arrays, for servers or proxies that do not pass the binary form. */
export function decodeJson(json: components['schemas']['SkeletonOut']): Skeleton {
  const columns = Object.fromEntries(
    Object.entries(json.columns).map(([name, values]) => [name, Uint32Array.from(values)]),
  );
  return assemble(json, columns);
}

function readHeader(buffer: ArrayBuffer): Header {
  if (buffer.byteLength < 8) throw new BadColumns(`${buffer.byteLength} bytes are too few`);
  const magic = new TextDecoder().decode(new Uint8Array(buffer, 0, 4));
  if (magic !== MAGIC) throw new BadColumns(`they start with ${JSON.stringify(magic)}, not ${MAGIC}`);
  const length = headerLength(buffer);
  if (8 + length > buffer.byteLength) throw new BadColumns('the header is cut');
  return JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, length)));
}

function headerLength(buffer: ArrayBuffer): number {
  return new DataView(buffer).getUint32(4, true);
}

function dataStart(buffer: ArrayBuffer): number {
  return Math.ceil((8 + headerLength(buffer)) / 8) * 8;
}

function readColumn(buffer: ArrayBuffer, name: string, type: ColumnType, at: number, length: number): Column {
  const make = MAKERS[type];
  if (make === undefined) throw new BadColumns(`column ${name} has the unknown type ${type}`);
  try {
    return make(buffer, at, length);
  } catch {
    throw new BadColumns(`column ${name} reaches behind the end`);
  }
}

function assemble(header: Omit<Header, 'cols'>, columns: Record<string, Column>): Skeleton {
  const column = (name: string): Column => {
    const found = columns[name];
    if (found === undefined) throw new BadColumns(`column ${name} is missing`);
    if (found.length !== header.n)
      throw new BadColumns(`column ${name} has ${found.length} rows of ${header.n}`);
    return found;
  };
  const dict = (name: string): readonly string[] => header.dicts[name] ?? [];
  return {
    n: header.n,
    unitUs: header.unit_us,
    t0Ns: BigInt(header.t0_ns),
    complete: header.complete,
    dropped: header.dropped,
    names: dict('name'),
    kinds: dict('kind'),
    statuses: dict('status'),
    agents: dict('agent'),
    models: dict('model'),
    depth: column('depth'),
    end: column('end'),
    seq: column('seq'),
    name: column('name'),
    kind: column('kind'),
    status: column('status'),
    agent: column('agent'),
    model: column('model'),
    start: column('start'),
    dur: column('dur'),
    tin: column('tin'),
    tout: column('tout'),
    costMicro: column('cost_micro'),
    flags: column('flags'),
    ...(columns.pos === undefined ? {} : { pos: column('pos') }),
    ...(columns.pos === undefined ? {} : { pos: column('pos') }),
  };
}
