import { headers as requestHeaders } from 'next/headers.js';
import type { z } from 'zod';
import { authorise, type ViewerFor } from '#lib/auth/authorise.ts';
import { type Surroundings, surroundings, viewerByCookie } from '#lib/auth/find-viewer.ts';
import { parseInput } from '#lib/auth/input.ts';
import { requireOwnOrigin } from '#lib/auth/origin.ts';
import type { ActionName } from '#lib/auth/policy.ts';
import { reportUnexpected } from '#lib/auth/report.ts';
import type { Language } from '#lib/i18n/language.ts';
import { english, languageOf } from '#lib/i18n/languages.ts';
import { localeOf } from '#lib/i18n/locale.ts';
import { say } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';

export type ActionCode = 'unauthenticated' | 'forbidden' | 'invalid' | 'failed';

/** What an action answers. The value may hold promises; each then reaches the browser when it is ready. */
export type ActionResult<Value> = { ok: true; value: Value } | { ok: false; code: ActionCode; message: string };

/** The arguments of an action: none where its schema takes none. */
type Arguments<Schema extends z.ZodType> =
  undefined extends z.input<Schema> ? [input?: z.input<Schema>] : [input: z.input<Schema>];

export type ActionContext<Name extends ActionName> = { viewer: ViewerFor<Name>; headers: Headers };

/** What an action needs from the request; tests bring their own. */
export type ActionEffects = {
  headers: () => Promise<Headers>;
  around: () => Surroundings;
  log?: (line: string) => void;
};

const fromNext: ActionEffects = { headers: () => requestHeaders(), around: surroundings };

/**
 * The only way to export a server action. Before `fn` runs, the request comes from our own page, the policy table lets
 * this viewer do `name`, and `input` has passed `schema`. Nothing that is thrown reaches the browser as it is.
 *
 *     export const loadDashboardAction = action('dashboard.load', loadInput, async (input, { viewer }) => ...);
 */
export function action<Name extends ActionName, Schema extends z.ZodType, Value>(
  name: Name,
  schema: Schema,
  fn: (input: z.output<Schema>, context: ActionContext<Name>) => Promise<Value>,
  effects: ActionEffects = fromNext,
): (...args: Arguments<Schema>) => Promise<ActionResult<Value>> {
  return (...args) => answer({ name, schema, fn, effects }, args[0]);
}

/**
 * `action` for `<form action={...}>` with `useActionState`: the form's fields are the input. Such a form works before
 * the page's scripts have loaded.
 */
export function formAction<Name extends ActionName, Schema extends z.ZodType, Value>(
  name: Name,
  schema: Schema,
  fn: (input: z.output<Schema>, context: ActionContext<Name>) => Promise<Value>,
  effects: ActionEffects = fromNext,
): (previous: ActionResult<Value> | null, form: FormData) => Promise<ActionResult<Value>> {
  return (_previous, form) => {
    const fields = form instanceof FormData ? [...form].filter(([key]) => !key.startsWith('$ACTION')) : [];
    return answer({ name, schema, fn, effects }, Object.fromEntries(fields));
  };
}

type Action<Name extends ActionName, Schema extends z.ZodType, Value> = {
  name: Name;
  schema: Schema;
  fn: (input: z.output<Schema>, context: ActionContext<Name>) => Promise<Value>;
  effects: ActionEffects;
};

async function answer<Name extends ActionName, Schema extends z.ZodType, Value>(
  { name, schema, fn, effects }: Action<Name, Schema, Value>,
  input: unknown,
): Promise<ActionResult<Value>> {
  // A failure is said in the language of whoever asked, as far as the request got to tell it.
  let language: Language = english;
  try {
    const headers = await effects.headers();
    language = languageOf(localeOf(headers));
    const around = effects.around();
    const foreign = refusal(() => requireOwnOrigin(headers, around.appUrl));
    if (foreign) return { ok: false, code: 'forbidden', message: foreign.in(language) };
    const decision = await authorise(name, () => viewerByCookie(headers, around));
    if (!decision.allowed) return { ok: false, code: decision.code, message: say(decision.message, language) };
    const parsed = parseInput(schema, input);
    if (!parsed.ok) {
      return { ok: false, code: 'invalid', message: parsed.said ? say(parsed.said, language) : parsed.message };
    }
    return { ok: true, value: await fn(parsed.value, { viewer: decision.viewer, headers }) };
  } catch (error) {
    if (isNextSignal(error)) throw error;
    if (error instanceof PersonError) return { ok: false, code: 'failed', message: error.in(language) };
    return { ok: false, code: 'failed', message: say(reportUnexpected(name, error, effects.log), language) };
  }
}

/** `redirect()`, `notFound()` and `forbidden()` work by throwing; those must get through to Next. */
function isNextSignal(error: unknown): boolean {
  const digest = (error as { digest?: unknown } | null)?.digest;
  return typeof digest === 'string' && /^NEXT_(REDIRECT|HTTP_ERROR_FALLBACK)/.test(digest);
}

function refusal(check: () => void): PersonError | null {
  try {
    check();
    return null;
  } catch (error) {
    if (error instanceof PersonError) return error;
    throw error;
  }
}
