# shellcheck shell=sh
# A way to a port in the cluster that no NetworkPolicy needs to know of.

# open_tunnel service/NAME|pod/NAME PORT: sets $address to its local end, until close_tunnel.
open_tunnel() {
  tunnel_log=$(mktemp)
  kubectl --namespace "$NAMESPACE" port-forward "$1" ":$2" > "$tunnel_log" 2>&1 &
  tunnel=$!
  trap close_tunnel EXIT
  address=
  until [ -n "$address" ]; do
    kill -0 "$tunnel" 2> /dev/null || fail "$(cat "$tunnel_log")"
    sleep 0.1
    address=$(sed -n 's/^Forwarding from \(127[^ ]*\) .*/\1/p' "$tunnel_log" | head -n 1)
  done
}

close_tunnel() {
  trap - EXIT
  kill "$tunnel" 2> /dev/null || :
  wait "$tunnel" 2> /dev/null || :
  rm -f "$tunnel_log"
}
