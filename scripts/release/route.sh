# shellcheck shell=sh
# The exact share of a canary of the gateway, where an HTTPRoute leads to it: weights of two Services, one a release.

# Nothing where the app is behind no route, or the cluster knows none.
routed() {
  [ "$app" = api-gateway ] || return 0
  ask get httproute "$app" --ignore-not-found --output name 2> /dev/null || :
}

# The canary's weight; nothing where the route leads to the whole app.
routed_share() {
  [ -n "$(routed)" ] || return 0
  ask get httproute "$app" --output 'jsonpath={range .spec.rules[0].backendRefs[*]}{.name} {.weight}{"\n"}{end}' |
    awk -v canary="$app-canary" '$1 == canary { print $2 }'
}

# route_to WEIGHT: of the requests, so many per cent to the canary.
route_to() {
  [ -n "$(routed)" ] || return 0
  for release in stable canary; do service_of "$release"; done
  lead "{\"name\":\"$app-stable\",\"port\":80,\"weight\":$((100 - $1))},{\"name\":\"$app-canary\",\"port\":80,\"weight\":$1}"
}

route_to_all() {
  [ -n "$(routed)" ] || return 0
  lead "{\"name\":\"$app\",\"port\":80}"
  change delete service "$app-stable" "$app-canary" --ignore-not-found
}

# Every rule leads to the same backends.
lead() {
  rules=$(ask get httproute "$app" --output 'jsonpath={range .spec.rules[*]}{"rule "}{end}')
  n=0 patch=
  for _ in $rules; do
    patch="$patch${patch:+,}{\"op\":\"replace\",\"path\":\"/spec/rules/$n/backendRefs\",\"value\":[$1]}"
    n=$((n + 1))
  done
  change patch httproute "$app" --type json --patch "[$patch]"
}

service_of() {
  echo "+ kubectl apply: Service $app-$1, of the pods of $1 alone"
  [ -n "${DRY_RUN:-}" ] || ask apply --filename - << YAML
apiVersion: v1
kind: Service
metadata:
  name: $app-$1
spec:
  selector: { app.kubernetes.io/name: $app, release: $1 }
  ports: [{ name: http, port: 80, targetPort: http }]
YAML
}
