import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * An Owner names one process of one boot of one machine, so that a later run can tell whether the run that
 * left something behind still lives. A process id alone doesn't: ids are used again, and containers that
 * share an engine count from 1 each.
 */
export interface Owner {
  readonly machine: string;
  readonly pid: number;
  readonly started: string;
}

/** The owner that this process is. */
export const thisOwner = (): Owner => ({
  machine: machine(),
  pid: process.pid,
  started: startOf(process.pid) ?? '',
});

/** The owner as one word, for a label. */
export const ownerText = (owner: Owner): string => `${owner.machine}:${owner.pid}:${owner.started}`;

/** What has become of a label's owner; `elsewhere` is a machine, boot or process namespace that isn't ours. */
export function fateOf(text: string): 'alive' | 'dead' | 'elsewhere' {
  const [place, pid, started] = text.split(':');
  if (place !== machine()) return 'elsewhere';
  return started !== '' && startOf(Number(pid)) === started ? 'alive' : 'dead';
}

/** Boot and process namespace on Linux; elsewhere the host name has to do. */
function machine(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const namespace = readlinkSync('/proc/self/ns/pid').replace(/\D/g, '');
    return `${boot}-${namespace}`;
  } catch {
    return hostname();
  }
}

/** When a process started, in whatever unit the system tells; undefined when there is no such process. */
export function startOf(pid: number): string | undefined {
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  return process.platform === 'linux' ? startByProc(pid) : startByPs(pid);
}

/** Field 22 of proc_pid_stat(5); the second field, the name, may itself hold blanks and brackets. */
function startByProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

function startByPs(pid: number): string | undefined {
  try {
    const text = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
    return text.trim().replace(/\W+/g, '-') || undefined;
  } catch {
    return undefined;
  }
}
