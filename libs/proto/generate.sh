#!/bin/sh
# Generates the TypeScript of the contract. What the annotations import is needed by buf alone.
set -eu
buf generate proto
rm -r libs/proto/src/gen/google/api libs/proto/src/gen/google/protobuf/descriptor.ts
