import type { AdminOverview, RefreshRequest } from '#lib/refresh/overview-types.ts';

type Answer<Value> = { ok: true; value: Value } | { ok: false; code: string; message: string };

/** The actions of the admin page, handed in because components know no actions. */
export type ReadOverview = (input: undefined) => Promise<Answer<AdminOverview>>;
export type RequestRefresh = (input: RefreshRequest) => Promise<Answer<{ id: string }>>;
