#!/bin/sh
# make test: every gate. Tests with a stack have the machine, one project after the other, for their requests have time
# limits; the checks of sources, unit and integration tests take what time these leave. The first check that fails ends its lane.
# make check: the quick ones. Last come the slowest test files, and the number of tests alone on a line.
set -eu

results=$(mktemp -d)
SOURCES='apps libs tools scripts test'

finish() {
  code=$?
  node scripts/summarize-tests.mjs "$results"
  if [ -f "$results/failed" ]; then
    sed 's/^/Failed: /' "$results/failed" >&2
    code=1
  fi
  rm -rf "$results"
  exit "$code"
}
trap finish EXIT
trap 'exit 130' INT TERM

run() {
  step=$1
  shift
  echo "== $step"
  started=$(date +%s)
  if ! "$@"; then
    echo "$step" >> "$results/failed"
    exit 1
  fi
  echo "== $step: $(($(date +%s) - started)) s"
}

# Two lanes side by side.
both() {
  "$1" &
  one=$!
  "$2" &
  other=$!
  status=0
  wait "$one" || status=1
  wait "$other" || status=1
  return "$status"
}

bin() {
  program=$1
  shift
  "node_modules/.bin/$program" "$@"
}

types() {
  scripts/types.sh
}

# Compares with what was there before, so that work in progress elsewhere, or here, is no difference.
generated_is_current() {
  before=$(mktemp -d)
  cp -R libs/proto/src/gen "$before/gen"
  npm run --silent proto
  diff -r "$before/gen" libs/proto/src/gen && status=0 || status=1
  rm -rf "$before"
  return "$status"
}

# In front of what takes only the time that others leave.
courtesy=''

# The projects of vitest.config.ts that are named. Modules that one has compiled the next ones take, of this run alone.
tests() {
  name=$1
  for project in "$@"; do
    set -- "$@" --project "$project"
    shift
  done
  $courtesy node_modules/.bin/vitest run "$@" --reporter=default --reporter=json --outputFile.json="$results/$name.json"
}

# The rules that need types are oxlint's.
lint() {
  run 'ESLint' $courtesy node_modules/.bin/eslint --config .eslintrc.js $SOURCES
  run 'oxlint' $courtesy node_modules/.bin/oxlint $SOURCES
}

servers_lane() {
  run 'tests of live connections and faults' tests stack
  run 'releases' tests releases
  run 'end-to-end tests' tests e2e
  run 'tests of the web client' tests web
}

polite_lane() {
  courtesy='node scripts/polite.mjs'
  run 'Prettier' $courtesy node_modules/.bin/prettier --plugin @prettier/plugin-oxc --check .
  run 'buf lint' bin buf lint
  run 'buf format' bin buf format proto -d --exit-code
  run 'buf breaking' scripts/proto-breaking.sh
  run 'boundaries' $courtesy node_modules/.bin/depcruise apps libs tools
  run 'unit and contract tests' tests unit contract
  lint
  run 'integration tests' tests integration
}

quick_tests_lane() {
  run 'types' types
  run 'unit and contract tests' tests unit contract
}

check() {
  run 'kustomize' node --import tsx scripts/install-kustomize.ts
  run 'Prometheus' node --import tsx scripts/install-prometheus.ts
  both lint quick_tests_lane
}

everything() {
  run 'RabbitMQ' node --import tsx scripts/install-rabbitmq.ts
  run 'Chromium' node --import tsx scripts/install-chromium.ts
  run 'nginx and HAProxy' node --import tsx scripts/install-proxies.ts
  run 'kustomize' node --import tsx scripts/install-kustomize.ts
  run 'Prometheus' node --import tsx scripts/install-prometheus.ts
  # Before others read what it writes.
  run 'generated code' generated_is_current
  run 'types' types
  run 'build' make --no-print-directory build
  both servers_lane polite_lane
}

"${1:-everything}"
