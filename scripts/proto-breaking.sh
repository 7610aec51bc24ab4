#!/bin/sh
# buf breaking: the protos of this tree against those of the last release, or of main before the first one.
set -eu

last_release=$(git describe --tags --abbrev=0 2>/dev/null || true)
commit=
for against in "$last_release" origin/main main HEAD; do
  commit=$(git rev-parse --verify --quiet "$against^{commit}") && break
done
if [ -z "$commit" ]; then
  echo "No version to compare the protos with: this is no git repository" >&2
  exit 1
fi
echo "Comparing the protos with $against ($(git rev-parse --short "$commit"))"
if [ "$commit" = "$(git rev-parse HEAD)" ]; then
  echo "That is this commit itself, for nothing older is known: only uncommitted changes can break it"
fi

before=$(mktemp -d)
trap 'rm -rf "$before"' EXIT
git archive "$commit" proto | tar -x -C "$before"
# What they import is the packages' and has no history here.
mkdir "$before/proto/google"
cp -R node_modules/google-proto-files/google/api node_modules/google-proto-files/google/rpc "$before/proto/google/"
node_modules/.bin/buf build "$before/proto" --path "$before/proto/messenger" -o "$before/protos.binpb"
node_modules/.bin/buf breaking proto --against "$before/protos.binpb"
