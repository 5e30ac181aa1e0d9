import { dashboardCode } from './dashboard-code.ts';
import type { Proposal } from './propose.ts';
import { sourceCode } from './source-code.ts';
import { summaryCode } from './summary-code.ts';

export type ProposedFile = { path: string; code: string };

/** The files of a proposal, relative to the project, not yet formatted. */
export function proposedFiles(proposal: Proposal): ProposedFile[] {
  const files: [string, string | null][] = [
    [`queries/sources/${proposal.source.file}.ts`, sourceCode(proposal)],
    [`queries/summaries/${proposal.summary?.file}.ts`, summaryCode(proposal)],
    [`queries/dashboards/${proposal.dashboard.name}.ts`, dashboardCode(proposal)],
  ];
  return files.flatMap(([path, code]) => (code === null ? [] : [{ path, code }]));
}
