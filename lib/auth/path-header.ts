/** The request header in which the proxy tells a page its own address, to come back to after signing in. */
export const pathHeader = 'x-summa-path';
