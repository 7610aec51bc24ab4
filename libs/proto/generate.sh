#!/bin/sh
# Generates the TypeScript of the contract. What the annotations import is needed by buf alone; of the reasons and the
# options, generate-options.ts makes what the code needs.
set -eu
gen=libs/proto/src/gen
buf generate proto
rm -r $gen/google/api $gen/google/rpc $gen/google/protobuf/descriptor.ts $gen/messenger/options
rm $gen/messenger/*/v1/error_reason.ts
node --import tsx libs/proto/generate-options.ts
(cd $gen && find messenger -name '*.ts' | LC_ALL=C sort | sed "s|\(.*\)\.ts|export * from './\1.js';|" > messenger.ts)
