/** Who may import whom. */
module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-circles-of-folders', severity: 'error', scope: 'folder', from: {}, to: { circular: true } },
    {
      name: 'no-app-imports-an-app',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    { name: 'no-lib-imports-an-app', severity: 'error', from: { path: '^libs/' }, to: { path: '^apps/' } },
    {
      name: 'libs-by-their-public-face',
      comment: "Another lib's files are reached through its index.ts alone.",
      severity: 'error',
      from: { path: '^(apps|libs)/([^/]+)/' },
      to: { path: '^libs/[^/]+/src/', pathNot: ['^libs/[^/]+/src/index\\.ts$', '^$1/$2/'] },
    },
    {
      name: 'packages-need-no-private-lib',
      comment: 'They are installed without the rest of this repository.',
      severity: 'error',
      from: { path: '^libs/(client|live)/src/' },
      to: { path: '^(apps|libs|tools)/', pathNot: '^libs/(client|live)/' },
    },
    {
      name: 'errors-know-no-transport',
      severity: 'error',
      from: { path: '^libs/errors/' },
      to: { path: ['grpc', 'nestjs', 'fastify', 'amqplib'] },
    },
    {
      name: 'services-know-no-http',
      severity: 'error',
      from: { path: '^apps/[^/]+-service/' },
      to: { path: ['node_modules/fastify/', 'platform-fastify'] },
    },
    {
      name: 'apps-and-libs-run-without-tools',
      severity: 'error',
      from: { path: '^(apps|libs)/[^/]+/src/', pathNot: 'spec\\.ts$' },
      to: { path: '^tools/' },
    },
    {
      name: 'gateway-loads-no-database',
      comment: 'It stores nothing.',
      severity: 'error',
      from: { path: '^apps/api-gateway/src/main\\.ts$' },
      to: { path: 'node_modules/(typeorm|pg|kysely)/', reachable: true },
    },
    {
      name: 'services-load-no-swagger',
      comment: 'The gateway alone documents an API; loading Swagger takes a second.',
      severity: 'error',
      from: { path: '^apps/[^/]+-service/src/main\\.ts$' },
      to: { path: 'node_modules/@nestjs/swagger/', reachable: true },
    },
    {
      name: 'word-list-is-loaded-when-needed',
      comment: 'At the first new password: most processes never see one.',
      severity: 'error',
      from: {},
      to: { path: 'node_modules/@zxcvbn-ts/', dynamic: false },
    },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|\\.data)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.d.ts', '.json'],
    },
  },
};
