import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second (`getconf CLK_TCK`). */
const TICK_MS = 10;
/** Fields of /proc/<pid>/stat after the name: user time, system time (proc_pid_stat(5)). */
const USER_TIME = 11;
const SYSTEM_TIME = 12;
const PARENT = 1;

const statOf = (pid: number): string[] =>
  readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');

/** Processor time that a process has used, in ms, to the hundredth of a second. Linux only. */
export function cpuMs(pid: number): number {
  const stat = statOf(pid);
  return (Number(stat[USER_TIME]) + Number(stat[SYSTEM_TIME])) * TICK_MS;
}

/** The same for a process and those that it has started. */
export const familyCpuMs = (pid: number): number => ofFamily(pid, cpuMs);

function ofFamily(pid: number, cost: (pid: number) => number): number {
  const children = readdirSync('/proc')
    .map(Number)
    .filter((other) => other > 0 && isChild(other, pid));
  return children.reduce((sum, child) => sum + cost(child), cost(pid));
}

function isChild(pid: number, parent: number): boolean {
  try {
    return Number(statOf(pid)[PARENT]) === parent;
  } catch {
    return false; // it has ended meanwhile
  }
}

/** Memory of a process that is really there, in KB. Linux only. */
export function residentKb(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

/** The same for a process and those that it has started. */
export const familyResidentKb = (pid: number): number => ofFamily(pid, residentKb);
