import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const frame = /\(?((?:file:\/\/)?[^\s()]+?):(\d+):\d+\)?$/;

/**
 * `file:line` of the code that called a `define…` function, for error messages. Inside a bundle it is the bundle's name;
 * definitions are also checked by plain Node at start, where it is the file people edit.
 */
export function callerPlace(): string {
  for (const line of (new Error().stack ?? '').split('\n').slice(1)) {
    const match = frame.exec(line.trim());
    if (!match?.[1] || /[\\/]lib[\\/]definition[\\/](?!.*\.test\.)/.test(match[1])) continue;
    return `${shown(match[1])}:${match[2]}`;
  }
  return 'unknown place';
}

function shown(file: string): string {
  const path = file.startsWith('file://') ? fileURLToPath(file) : file;
  const short = relative(process.cwd(), path);
  return short.startsWith('..') ? path : short;
}
