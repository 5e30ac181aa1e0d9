import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { Role } from '#lib/auth/viewer.ts';
import { isVisible } from './visible-dashboards.ts';

const viewer = (role: Role, ...groups: string[]) => ({ role, groups });

describe('isVisible(dashboard, viewer)', () => {
  it('is so for everybody where no group is named', () => {
    for (const role of ['analyst', 'scientist', 'admin'] as const) {
      assert.ok(isVisible({ visibleTo: null }, viewer(role)));
    }
  });

  it('is so for the groups that are named, and for admins', () => {
    const dashboard = { visibleTo: ['finance', 'board'] };
    assert.ok(isVisible(dashboard, viewer('analyst', 'sales', 'board')));
    assert.ok(isVisible(dashboard, viewer('admin')));
    for (const role of ['analyst', 'scientist'] as const) {
      assert.ok(!isVisible(dashboard, viewer(role)));
      assert.ok(!isVisible(dashboard, viewer(role, 'sales', 'Finance', 'finance2')));
    }
    assert.ok(!isVisible({ visibleTo: [] }, viewer('analyst', 'finance')));
  });
});

describe('visibility', () => {
  it('is asked wherever dashboards are shown', () => {
    const root = path.join(import.meta.dirname, '..', '..');
    // Definitions are checked, and admins, who see all, are told what they feed and the command line counts, without a viewer.
    // Which summaries may be asked follows from the dashboards that show them, each asked for itself.
    const without =
      /^(lib\/definition\/|lib\/query\/visible-dashboards\.ts|lib\/cli\/commands\/check\.ts|lib\/auth\/people-view\.ts|lib\/lineage\/|lib\/query\/visible-summaries\.ts)/;
    const readers = globSync('{app,components,lib}/**/*.{ts,tsx}', { cwd: root })
      .filter((file) => !/\.test\.tsx?$/.test(file) && !without.test(file))
      .filter((file) => /registry\.dashboards\b/i.test(readFileSync(path.join(root, file), 'utf8')));
    assert.deepEqual(readers, []);
  });
});
