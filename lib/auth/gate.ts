import { requireOwnOrigin } from '#lib/auth/origin.ts';
import { PersonError } from '#lib/problem.ts';

const largestBody = 1_000_000;

/**
 * Looks at a request before Next parses it: where a change comes from, how long it is, and whether its body can be read
 * at all (Next answers 500 to each of these). Null lets it pass. It never decides who may do what; that is the policy
 * table's, inside every page, action and route, which hold without this.
 */
export async function refuseAtGate(request: Request, appUrl: string): Promise<Response | null> {
  if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return null;
  const length = request.headers.get('content-length');
  if (length === null && request.headers.has('transfer-encoding')) {
    return refuse(411, 'This request does not say how long it is. Send a Content-Length.');
  }
  if (Number(length ?? 0) > largestBody) return refuse(413, 'This request is larger than 1 MB. Send less at a time.');
  try {
    // Another site can make a browser send its cookie, but not an Authorization header.
    if (!request.headers.has('authorization')) requireOwnOrigin(request.headers, appUrl);
  } catch (error) {
    if (error instanceof PersonError) return refuse(error.status, error.message);
    throw error;
  }
  if (await isReadable(request)) return null;
  return refuse(400, 'The body of this request could not be read. Reload the page and try again.');
}

/** Whether a form is a form, and the arguments of an action are a list. What they hold is the action's to check. */
async function isReadable(request: Request): Promise<boolean> {
  const type = request.headers.get('content-type') ?? '';
  try {
    if (/^(multipart\/form-data|application\/x-www-form-urlencoded)\b/i.test(type)) await request.clone().formData();
    else if (request.headers.has('next-action')) return isArguments(await request.clone().text());
    return true;
  } catch {
    return false;
  }
}

/** What React writes into plain text for a value JSON lacks; its other `$` forms refer to parts of a form. */
const reactValue = /^\$(\$|undefined$|NaN$|-?Infinity$|-0$|D\d|n-?\d{1,300}$|0(:|$))/;

/** Whether the text is an action's arguments. Forms that refer to parts this text does not have make Next answer 500. */
function isArguments(text: string): boolean {
  let known = true;
  const list: unknown = JSON.parse(text, (_, value: unknown) => {
    if (typeof value === 'string' && value.startsWith('$') && value !== '$') known &&= reactValue.test(value);
    return value;
  });
  return known && Array.isArray(list);
}

function refuse(status: number, message: string): Response {
  return Response.json({ error: { code: 'refused', message } }, { status });
}
