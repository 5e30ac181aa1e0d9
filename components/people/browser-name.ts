// The order matters: most browsers also claim to be Chrome, and all of those to be Safari.
const browsers = {
  Edge: /\bEdgA?\b/,
  Opera: /\bOPR\b/,
  Samsung: /\bSamsungBrowser\b/,
  Firefox: /\b(Firefox|FxiOS)\b/,
  Chrome: /\b(Chrome|CriOS|HeadlessChrome)\b/,
  Safari: /\bSafari\b/,
};

const systems = {
  iPhone: /iPhone/,
  iPad: /iPad/,
  Android: /Android/,
  Windows: /Windows/,
  macOS: /Macintosh/,
  ChromeOS: /CrOS/,
  Linux: /Linux/,
};

/** What a browser calls itself, as people call it; null where its header tells nothing known. */
export function browserName(userAgent: string | null): { browser: string | null; system: string | null } {
  const first = (signs: Record<string, RegExp>) =>
    Object.entries(signs).find(([, sign]) => sign.test(userAgent ?? ''))?.[0] ?? null;
  return { browser: first(browsers), system: first(systems) };
}
