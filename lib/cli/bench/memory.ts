import { readdirSync, readFileSync } from 'node:fs';

/** A process and what it holds in memory. */
export type ProcessMemory = { pid: number; parent: number; command: string; bytes: number };

/**
 * The memory of a process and everything below it. Pages that processes share are counted once (PSS); where the kernel
 * does not tell, they count in each (RSS).
 */
export function memoryBelow(root: number): ProcessMemory[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap(readProcess);
  const members = new Set([root]);
  // A child has not always a higher number than its parent, so look until nothing more is found.
  for (let size = 0; size !== members.size; ) {
    size = members.size;
    for (const { pid, parent } of all) if (members.has(parent)) members.add(pid);
  }
  return all.filter(({ pid }) => members.has(pid));
}

function readProcess(name: string): ProcessMemory[] {
  try {
    const status = readFileSync(`/proc/${name}/status`, 'utf8');
    const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    const parent = Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]);
    const resident = Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
    return [{ pid: Number(name), parent, command, bytes: proportional(name) ?? resident }];
  } catch {
    // It ended while it was looked at.
    return [];
  }
}

function proportional(name: string): number | undefined {
  try {
    return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${name}/smaps_rollup`, 'utf8'))?.[1]) * 1024;
  } catch {
    return undefined;
  }
}
