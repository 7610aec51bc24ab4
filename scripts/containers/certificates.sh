#!/bin/sh
# Makes an authority, where there is none yet, and new certificates of the apps by it, for 90 days.
# The folder `authority` is for nobody else. An app's folder has the names of cert-manager's secrets.
set -eu

folder=${1:-.data/certificates}
. "$(dirname "$0")/../release/services.sh"

ca=$folder/authority
if [ ! -e "$ca/ca.key" ]; then
  mkdir -p "$ca"
  chmod 700 "$ca"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj '/CN=Messenger' \
    -addext 'keyUsage=critical,keyCertSign,cRLSign' -keyout "$ca/ca.key" -out "$ca/ca.crt" 2> "$ca/openssl.log"
fi

# In place, so that a container sees them. First the key: until its certificate follows, the pair before is in use.
for app in $apps; do
  mkdir -p "$folder/$app"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 90 -subj "/CN=$app" \
    -CA "$ca/ca.crt" -CAkey "$ca/ca.key" -addext "subjectAltName=DNS:$app" \
    -addext 'basicConstraints=critical,CA:FALSE' -addext 'extendedKeyUsage=serverAuth,clientAuth' \
    -keyout "$ca/tls.key" -out "$ca/tls.crt" 2> "$ca/openssl.log"
  cat "$ca/ca.crt" > "$folder/$app/ca.crt"
  cat "$ca/tls.key" > "$folder/$app/tls.key"
  cat "$ca/tls.crt" > "$folder/$app/tls.crt"
done
rm "$ca/tls.key" "$ca/tls.crt" "$ca/openssl.log"
echo "Certificates of $apps are in $folder, for 90 days"
