#!/bin/sh
# Asks the app behind its preview Service to work: the gateway for the signing keys, which it has from auth-service;
# a service for its health, by gRPC.
# smoke-test.sh APP
. "$(dirname "$0")/kubernetes.sh"
. "$scripts/tunnel.sh"
app=$1

# The frame of an empty message, and of a HealthCheckResponse that says SERVING.
EMPTY='\0\0\0\0\0'
SERVING='00000000020801'

signing_keys() {
  curl --silent --show-error --fail --max-time 10 "http://$address/.well-known/jwks.json" | grep -q '"kid"'
}

grpc_health() {
  answer=$(printf "$EMPTY" |
    curl --silent --show-error --max-time 10 --http2-prior-knowledge --data-binary @- \
      --header 'content-type: application/grpc' --header 'te: trailers' \
      "http://$address/grpc.health.v1.Health/Check" |
    od -An -tx1 | tr -d ' \n')
  [ "$answer" = "$SERVING" ]
}

case $app in
  api-gateway) port=80 check=signing_keys ;;
  *) port=50051 check=grpc_health ;;
esac
open_tunnel "service/$app-preview" "$port"
$check || fail "$app-preview fails the smoke test"
say "$app-preview passes the smoke test"
