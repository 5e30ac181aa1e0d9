/** @type {import('next').NextConfig} */
const config = {
  // lib/cli/build.ts: each build has its own folder.
  distDir: process.env.SUMMA_BUILD ?? '.next',
  // Drivers that load their parts at run time; bundled they would not find them.
  serverExternalPackages: ['pg', 'pg-copy-streams', 'graphile-worker', 'kysely'],
  experimental: {
    // forbidden(): a page that is not for this role answers 403 with app/forbidden.tsx.
    authInterrupts: true,
    // A reverse proxy may rewrite Host. lib/auth/gate.ts has compared Origin with APP_URL before this does.
    serverActions: { allowedOrigins: process.env.APP_URL ? [new URL(process.env.APP_URL).host] : [] },
  },
  poweredByHeader: false,
  // `npm test` and `npm run verify` check types, with the same compiler, once.
  typescript: { ignoreBuildErrors: true, tsconfigPath: process.env.SUMMA_BUILD_TSCONFIG ?? 'tsconfig.json' },
};

export default config;
