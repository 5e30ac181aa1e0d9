/** What every CSV file is sent with. */
export function csvHeaders(file: {
  name: string;
  epoch: number;
  summary: string;
  gzip?: boolean;
}): Record<string, string> {
  return {
    'Content-Type': 'text/csv; charset=utf-8; header=present',
    'Content-Disposition': `attachment; filename="${file.name.replaceAll(/[^\w.-]+/g, '-')}"`,
    // Stated even when nothing is compressed: the server's own compression takes three times as long.
    'Content-Encoding': file.gzip ? 'gzip' : 'identity',
    Vary: 'Accept-Encoding',
    'X-Summa-Epoch': String(file.epoch),
    'X-Summa-Summary': file.summary,
  };
}

/** Whether a client takes gzip: `Accept-Encoding: br, gzip;q=0.5` does, `gzip;q=0` does not. */
export function takesGzip(headers: Headers): boolean {
  return (headers.get('accept-encoding') ?? '').split(',').some((each) => {
    const [coding, ...parameters] = each.split(';').map((part) => part.trim().toLowerCase());
    return coding === 'gzip' && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}
