#!/bin/sh
# trust-extra-ca.sh COMMAND…: runs a command of a build that trusts the certificates in EXTRA_CA_B64 too
# (PEM, in base64), for networks whose proxy has a certificate authority of its own. Nothing of it is kept.
set -eu
if [ -n "${EXTRA_CA_B64:-}" ]; then
  extra=/tmp/extra-ca.pem
  bundle=/tmp/ca-bundle.pem
  trap 'rm -f "$extra" "$bundle"' EXIT
  printf '%s' "$EXTRA_CA_B64" | base64 -d >"$extra"
  cat /etc/ssl/certs/ca-certificates.crt "$extra" >"$bundle" 2>/dev/null || cp "$extra" "$bundle"
  export NODE_EXTRA_CA_CERTS="$extra" PIP_CERT="$bundle" SSL_CERT_FILE="$bundle"
fi
"$@"
