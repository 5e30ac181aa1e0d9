/** @type {import('next').NextConfig} */
const config = {
  // Drivers that load their parts at run time; bundled they would not find them.
  serverExternalPackages: ['pg', 'pg-copy-streams', 'graphile-worker', 'kysely'],
  poweredByHeader: false,
  // `npm test` and `npm run verify` check types, with the same compiler, once.
  typescript: { ignoreBuildErrors: true },
};

export default config;
