/** Entry reads and writes what a registry holds of one server; what it reads is nobody's promise. */
import { quoted } from './text.ts';
import type { ServerEntry } from './types.ts';

/** Found is what a registry's entry says, before any of it is believed. */
export interface Found {
  readonly host?: unknown;
  readonly port?: unknown;
  readonly weight?: unknown;
}

/** Reading is a server, or why there is none, and what else was wrong. */
export interface Reading {
  readonly server?: ServerEntry;
  readonly complaint?: string;
}

const LONGEST_BYTES = 64 * 1024;
const HIGHEST = 65_535;

/** readText reads the data of a ZooKeeper node. */
export function readText(data: Uint8Array): Reading {
  if (data.byteLength > LONGEST_BYTES) return { complaint: 'over 64 KiB' };
  const text = new TextDecoder().decode(data);
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return { complaint: `not JSON: ${quoted(text)}` };
  }
  if (typeof found !== 'object' || found === null || Array.isArray(found))
    return { complaint: `no object: ${quoted(text)}` };
  return readEntry(found);
}

/** readEntry checks host, port and weight. */
export function readEntry({ host, port, weight }: Found): Reading {
  if (typeof host !== 'string' || host === '')
    return { complaint: `host ${shown(host)} is no text` };
  if (!isWhole(port) || port < 1 || port > HIGHEST)
    return { complaint: `port ${shown(port)} is not a whole number in 1–65535` };
  if (weight === undefined) return { server: { host, port, weight: 1 } };
  if (isWhole(weight) && weight >= 0 && weight <= HIGHEST)
    return { server: { host, port, weight } };
  const complaint = `weight ${shown(weight)} is not a whole number in 0–65535, counts as 1`;
  return { server: { host, port, weight: 1 }, complaint };
}

/** writeText is the data of a ZooKeeper node; without a weight none is written. */
export function writeText({ host, port, weight }: Found): Buffer {
  return Buffer.from(JSON.stringify({ host, port, ...(weight !== undefined && { weight }) }));
}

/** addressOf is a server's "host:port", "[::1]:80" too. */
export function addressOf({ host, port }: { host: string; port: number }): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** distinct leaves one entry for each host and port; of two, the later weight holds. */
export function distinct(list: Iterable<ServerEntry>): ServerEntry[] {
  const byAddress = new Map<string, ServerEntry>();
  for (const entry of list) byAddress.set(addressOf(entry), entry);
  return [...byAddress.values()];
}

function isWhole(value: unknown): value is number {
  return Number.isInteger(value);
}

function shown(value: unknown): string {
  return value === undefined ? '(missing)' : quoted(JSON.stringify(value));
}
