#!/bin/sh
# make packages: builds what npm installs, and packs it into dist/packages. client is compiled against live's types.
set -eu

for package in live client; do
  folder=dist/packages/$package
  rm -rf "$folder" dist/packages/messenger-$package-*.tgz
  node node_modules/typescript-7/bin/tsc -p "libs/$package/tsconfig.package.json"
  cp "libs/$package/package.json" "libs/$package/README.md" LICENSE "$folder"
  npm pack --silent --ignore-scripts --pack-destination dist/packages "./$folder"
done
