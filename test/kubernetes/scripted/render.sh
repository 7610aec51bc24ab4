# shellcheck shell=sh
# What a rendering of the tests consists of.

# rendered FOLDER: of what render.sh has put together, one app's release or Job, or all apps of an overlay.
rendered() {
  set -- "$1"/*-*/*
  if [ -e "$1" ]; then
    for folder; do app=${folder%/*} && manifests "${app##*/}" "${folder##*/}"; done
  else
    for app in $apps; do manifests "$app" stable; done
  fi
}

manifests() {
  case $2 in
    migration) manifest Job "$1" none ;;
    canary) manifest Deployment "$1" "$2" ;;
    *) manifest Deployment "$1" "$2" && manifest HorizontalPodAutoscaler "$1" "$2" ;;
  esac
}

manifest() {
  printf -- '---\nkind: %s\n    app: %s\n    release: %s\n        messenger/settings: none\n' "$1" "$2" "$3"
  printf '    image: registry.example.com/messenger/%s:old\n' "$2"
}
