#!/bin/sh
# Checks the types: of the page and its service worker with those of a browser, of all else with those of Node.js.
set -eu

for project in tsconfig.json apps/web apps/web/service-worker; do
  node node_modules/typescript-7/bin/tsc --noEmit -p "$project"
done
