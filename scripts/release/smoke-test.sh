#!/bin/sh
# Asks the app behind its preview Service to work: the gateway for the signing keys, which it has from auth-service;
# a service for its health, by gRPC; where the apps have certificates with that of the gateway, which may call each of them.
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
  certificates=$(mktemp -d)
  read_certificate "$certificates"
  if [ -s "$certificates/tls.crt" ]; then
    set -- --cacert "$certificates/ca.crt" --cert "$certificates/tls.crt" --key "$certificates/tls.key" \
      --connect-to "$app:$port:$address" "https://$app:$port"
  else
    set -- --http2-prior-knowledge "http://$address"
  fi
  answer=$(check_health "$@")
  rm -r "$certificates"
  [ "$answer" = "$SERVING" ]
}

# read_certificate FOLDER: of the gateway; nothing where it has none.
read_certificate() {
  ask get secret api-gateway-certificate --ignore-not-found \
    --output 'go-template={{range $file, $content := .data}}{{$file}} {{$content}}{{"\n"}}{{end}}' |
    while read -r file content; do echo "$content" | base64 -d > "$1/$file"; done
}

# check_health OPTION... ORIGIN: the answer in hexadecimal.
check_health() {
  printf "$EMPTY" |
    curl --silent --show-error --max-time 10 --data-binary @- \
      --header 'content-type: application/grpc' --header 'te: trailers' "$@/grpc.health.v1.Health/Check" |
    od -An -tx1 | tr -d ' \n'
}

case $app in
  api-gateway) port=80 check=signing_keys ;;
  *) port=50051 check=grpc_health ;;
esac
open_tunnel "service/$app-preview" "$port"
$check || fail "$app-preview fails the smoke test"
say "$app-preview passes the smoke test"
