#!/usr/bin/env bash
# registry.sh: a registry for trying things and for tests, alone, in the foreground, on loopback, until it is ended.
#
#   scripts/registry.sh zookeeper PORT FOLDER
#   scripts/registry.sh consul HTTP_PORT FOLDER [DATACENTER [PORT_OF_ANOTHER_TO_JOIN]]
#
# FOLDER keeps its data and logs. ZooKeeper's tick is 200 ms, so sessions may be as short as 400 ms. A
# Consul agent has a loopback address of its own, made from its port, so that several run on one machine.
# With CROSSWIRE_STDIN=watch it ends when its standard input closes, as it does with whoever started it.
set -euo pipefail

fail() { printf 'registry: %s\n' "$*" >&2; exit 2; }
[ $# -ge 3 ] || fail "usage: $0 zookeeper PORT FOLDER | consul HTTP_PORT FOLDER [DATACENTER [JOIN_PORT]]"
readonly KIND=$1 PORT=$2 FOLDER=$3
mkdir -p "$FOLDER"

# Whoever has ended the registry has left its watcher to another parent: that process id may be somebody else's now.
watch_stdin() {
  exec 3<&0
  {
    exec 0<&3 3<&- >/dev/null 2>&1
    readonly SELF=$BASHPID
    while read -r _; do :; done
    [ "$(ps -o ppid= -p "$SELF")" -ne $$ ] || kill -KILL $$
  } &
  exec 0</dev/null 3<&-
}
[ "${CROSSWIRE_STDIN:-}" != watch ] || watch_stdin

zookeeper() {
  local jar=${ZOOKEEPER_JAR:-/usr/share/java/zookeeper.jar}
  [ -r "$jar" ] || fail 'ZooKeeper is not installed: scripts/infrastructure.sh gets it'
  cat >"$FOLDER/zoo.cfg" <<CONFIG
tickTime=200
maxSessionTimeout=60000
dataDir=$FOLDER/data
clientPort=$PORT
clientPortAddress=127.0.0.1
admin.enableServer=false
maxClientCnxns=0
4lw.commands.whitelist=ruok
CONFIG
  exec java -Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$jar" \
    org.apache.zookeeper.server.quorum.QuorumPeerMain "$FOLDER/zoo.cfg"
}

address_of() { printf '127.77.%s.%s\n' "$(($1 / 256))" "$(($1 % 256))"; }

consul() {
  local program datacenter=${4:-dc1} join=()
  program=$("$(dirname "$0")/consul.sh" --path) || fail 'Consul is not installed: scripts/infrastructure.sh gets it'
  [ -z "${5:-}" ] || join=(-retry-join-wan "$(address_of "$5")" -retry-interval-wan 500ms)
  exec "$program" agent -dev -log-level warn -datacenter "$datacenter" -node "$datacenter-$PORT" \
    -bind "$(address_of "$PORT")" -client 127.0.0.1 -http-port "$PORT" \
    -grpc-port -1 -grpc-tls-port -1 -dns-port -1 "${join[@]}"
}

case $KIND in
  zookeeper) zookeeper ;;
  consul) consul "$@" ;;
  *) fail "no registry is called $KIND: zookeeper or consul" ;;
esac
