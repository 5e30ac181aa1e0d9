/**
 * The text without its secrets: passwords inside URLs, `password=…`-like pairs, bearer and personal tokens become `***`.
 * Everything that Summa's processes print passes through here, so that a driver's message or a stack trace cannot leak one.
 */
export function redact(text: string): string {
  return text
    .replace(/\bwhsec_[\w+/=-]+/g, 'whsec_***')
    .replace(/\bsumma_[\w-]{20,}/g, 'summa_***')
    .replace(/\b([a-z][a-z0-9+.-]*:\/\/[^\s:/?#@"'`]*):[^\s"'`]*@/gi, '$1:***@')
    .replace(/([?&](?:password|secret|token|api_?key)=)[^\s&"'`#]+/gi, '$1***')
    .replace(/\b((?:pg)?password|passwd|secret|api_?key)(["']?\s*[:=]\s*)(["']?)[^\s"',;})]+\3/gi, '$1$2$3***$3')
    .replace(/\b(authorization["']?\s*[:=]\s*["']?)?(bearer|basic)\s+[a-z0-9+/_.=-]{8,}/gi, '$1$2 ***');
}
