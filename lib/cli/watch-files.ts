import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * Calls `changed` when a file below the folders was added, removed or written, and nothing more was for a moment. It looks
 * instead of being told: Node's recursive watch on Linux loses a file that an editor saves by putting a new one in its place.
 */
export function watchFiles(folders: readonly string[], changed: () => void, everyMs = 500): () => void {
  let before = stateOf(folders);
  let moving = false;
  const timer = setInterval(() => {
    const now = stateOf(folders);
    if (now !== before) {
      before = now;
      moving = true;
    } else if (moving) {
      moving = false;
      changed();
    }
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

function stateOf(folders: readonly string[]): string {
  return folders
    .flatMap((folder) => {
      try {
        return readdirSync(folder, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => {
            const file = path.join(entry.parentPath, entry.name);
            const { mtimeMs, size, ino } = statSync(file);
            return `${file} ${mtimeMs} ${size} ${ino}`;
          });
      } catch {
        // A file went away between the list and the look; the next look sees what is there then.
        return ['moving'];
      }
    })
    .join('\n');
}
