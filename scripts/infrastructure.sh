#!/usr/bin/env bash
# infrastructure.sh: the programs that cases about registries and proxies stand on, for peers that run as
# processes: ZooKeeper with a Java, Consul, nginx, HAProxy and openssl. Containers need none of them here. And
# tshark, by which tests read captures.
#
# Installs from Debian's or Ubuntu's packages what isn't there, as root or by sudo, and starts none of it, now or
# at the next boot; what is there is left alone. Consul isn't packaged: scripts/consul.sh builds it, some five
# minutes, once.
set -euo pipefail

readonly HERE=$(cd "$(dirname "$0")" && pwd)
readonly ZOOKEEPER_JAR=${ZOOKEEPER_JAR:-/usr/share/java/zookeeper.jar}
readonly POLICY=/usr/sbin/policy-rc.d
PATH=$PATH:/usr/sbin

say() { printf 'infrastructure: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo -n "$@"
  else
    fail "installing needs root: $*"
  fi
}

# missing_packages: the packages of what isn't there, a line for each.
missing_packages() {
  command -v java >/dev/null || echo default-jre-headless
  [ -r "$ZOOKEEPER_JAR" ] || echo libzookeeper-java
  for program in nginx haproxy openssl tshark; do
    command -v "$program" >/dev/null || echo "$program"
  done
}

# Packages ask policy-rc.d before they start their service; 101 forbids it. One that is there is somebody's own.
forbid_starts() {
  [ -e "$POLICY" ] && return
  printf '#!/bin/sh\nexit 101\n' | as_root tee "$POLICY" >/dev/null
  as_root chmod 755 "$POLICY"
  trap 'as_root rm -f "$POLICY"' EXIT
}

# Of a service that was installed just now nobody wants that it starts with the machine.
forbid_boot() {
  case $1 in nginx | haproxy) ;; *) return 0 ;; esac
  if command -v systemctl >/dev/null; then
    as_root systemctl disable --quiet "$1" >&2
  else
    as_root update-rc.d "$1" disable >&2
  fi
}

install_packages() {
  local packages
  mapfile -t packages < <(missing_packages)
  [ "${#packages[@]}" -gt 0 ] || return 0
  command -v apt-get >/dev/null || fail "no apt-get: install by hand what these packages hold: ${packages[*]}"
  say "installing ${packages[*]}"
  forbid_starts
  as_root mkdir -p /usr/share/man/man1 # Java's package writes links there, and slim systems lack it
  as_root apt-get update -qq >&2
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${packages[@]}" >&2
  for package in "${packages[@]}"; do forbid_boot "$package"; done
}

install_packages
[ -z "$(missing_packages)" ] || fail "still missing: $(missing_packages | tr '\n' ' ')"
consul=$("$HERE/consul.sh") || fail 'no Consul: see the line above'
say "ZooKeeper, nginx, HAProxy, openssl and tshark are there, and $consul"
