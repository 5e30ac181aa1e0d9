import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { chromiumPlaces, findChromium } from '#lib/cli/testing/chromium.ts';
import type { Installer } from '#lib/cli/testing/chromium-installers.ts';

/** A machine with these files, of which some start; installers add to them. */
function machine(files: string[], good: string[]) {
  const said: string[] = [];
  const search = { places: () => files, starts: async (file: string) => good.includes(file) };
  const installer = (name: string, file: string | null, applies = true): Installer => ({
    name,
    applies: () => applies,
    install: async () => {
      if (file) files.push(file);
      return file ? null : `${name} is not reachable`;
    },
  });
  return {
    said,
    installer,
    find: (...installers: Installer[]) => findChromium((line) => said.push(line), { ...search, installers }),
  };
}

describe('findChromium(say)', () => {
  it("takes the first that starts, Playwright's own before the system's", async () => {
    assert.equal(await machine(['own', 'system'], ['own', 'system']).find(), 'own');
    const broken = machine(['own', 'system'], ['system']);
    assert.equal(await broken.find(broken.installer('Playwright', 'new')), 'system');
    assert.deepEqual(broken.said, []);
  });

  it('installs one when none starts, and goes on to the next way when that one does not start either', async () => {
    const { find, installer, said } = machine(['own'], ['system']);
    const ways = [installer('Playwright', 'lacks a library'), installer('apt-get', 'system')];
    assert.equal(await find(...ways), 'system');
    assert.deepEqual(said, [
      'No Chromium starts on this machine; installing one by Playwright',
      'No Chromium starts on this machine; installing one by apt-get',
    ]);
  });

  it('says in a sentence why there is none and what to do', async () => {
    const { find, installer } = machine([], []);
    await assert.rejects(
      find(installer('Playwright', null), installer('apt-get', 'system', false)),
      /None starts.*\(Playwright: Playwright is not reachable\)\. Install one \(npx playwright install/,
    );
  });
});

describe('chromiumPlaces(own, PATH)', () => {
  it('looks where Playwright keeps its own, in PATH and in the usual places, for files that are there', async (t) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'summa chromium '));
    t.after(() => rm(folder, { recursive: true, force: true }));
    const program = path.join(folder, 'google-chrome');
    await writeFile(program, '#!/bin/sh\n');
    await chmod(program, 0o755);
    const places = chromiumPlaces('/nowhere/chrome', `relative${path.delimiter}${folder}`);
    assert.equal(places[0], program);
    assert.ok(!places.includes('/nowhere/chrome'));
  });
});
