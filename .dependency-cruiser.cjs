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
      name: 'apps-run-without-test-tools',
      severity: 'error',
      from: { path: '^apps/[^/]+/src/', pathNot: 'spec\\.ts$' },
      to: { path: '^libs/(testing|stack)/' },
    },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.data)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.d.ts', '.json'],
    },
  },
};
