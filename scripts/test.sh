#!/bin/sh
# make test: every gate in order, up to the first that fails; last, the number of tests on a line of its own.
set -eu

results=$(mktemp -d)
step=

finish() {
  code=$?
  node scripts/count-tests.mjs "$results"
  rm -rf "$results"
  if [ "$code" -ne 0 ]; then
    echo "Failed: $step" >&2
    exit 1
  fi
}
trap finish EXIT
trap 'exit 130' INT TERM

run() {
  step=$1
  shift
  echo "== $step"
  started=$(date +%s)
  "$@"
  echo "== $step: $(($(date +%s) - started)) s"
}

bin() {
  program=$1
  shift
  "node_modules/.bin/$program" "$@"
}

# Two steps side by side: each takes one core for most of a minute.
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

types() {
  bin tsc --noEmit -p tsconfig.json
}

eslint_all() {
  ESLINT_USE_FLAT_CONFIG=false bin eslint --ext .ts apps libs tools scripts test
}

build() {
  make --no-print-directory build
}

unit_tests() {
  tests unit
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

tests() {
  bin vitest run --project "$1" --reporter=default --reporter=json --outputFile.json="$results/$1.json"
}

run 'RabbitMQ' node --import tsx scripts/install-rabbitmq.ts
run 'Chromium' node --import tsx scripts/install-chromium.ts
run 'types and ESLint' both types eslint_all
run 'Prettier' bin prettier --check .
run 'buf lint' bin buf lint
run 'buf format' bin buf format proto -d --exit-code
run 'buf breaking' scripts/proto-breaking.sh
run 'generated code' generated_is_current
run 'boundaries' bin depcruise apps libs tools
run 'build and unit tests' both build unit_tests
run 'integration tests' tests integration
run 'end-to-end tests' tests e2e
run 'releases' tests releases
