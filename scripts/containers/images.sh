#!/bin/sh
# Builds the image of each app.
# images.sh [VERSION]: the tag; by default the version of package.json
set -eu

"$(dirname "$0")/expect-docker.sh"
version=${1:-$(sed -n 's/^  "version": "\(.*\)",$/\1/p' package.json)}
revision=$(git rev-parse HEAD 2> /dev/null || :)
# Where Debian keeps the certificate authorities of one's own; on other systems the build knows the public ones alone.
own_authorities=$(cat /usr/local/share/ca-certificates/*.crt 2> /dev/null || :)

for main in apps/*/src/main.ts; do
  app=$(expr "$main" : 'apps/\([^/]*\)')
  echo "== messenger/$app:$version"
  docker build --build-arg "APP=$app" --build-arg "VERSION=$version" --build-arg "REVISION=$revision" \
    --build-arg "CA_CERTIFICATES=$own_authorities" --tag "messenger/$app:$version" .
done
docker image ls --filter "reference=messenger/*:$version"
