import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/** Formats code as the project's files are, where its formatter is installed; else returns it as it is. */
export async function formatCode(file: string, code: string): Promise<string> {
  const biome = path.join('node_modules', '@biomejs', 'biome', 'bin', 'biome');
  if (!existsSync(biome)) return code;
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [biome, 'check', '--write', `--stdin-file-path=${file}`], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    let formatted = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      formatted += part;
    });
    child.once('error', () => resolve(code));
    child.once('close', () => resolve(formatted.trim() === '' ? code : formatted));
    child.stdin.on('error', () => {});
    child.stdin.end(code);
  });
}
