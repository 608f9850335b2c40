#!/usr/bin/env bash
# engine.sh: a Docker engine that answers, installed from Debian's packages and started where there is none.
#
# Does nothing when `docker info` already answers. Needs root on Debian or Ubuntu otherwise. Without an
# init system (a container, a CI box) it starts dockerd itself, in the background, with its log in a file.
set -euo pipefail

readonly LOG=${CROSSWIRE_ENGINE_LOG:-/var/log/crosswire-dockerd.log}
readonly START_LIMIT=60
readonly PID_FILE=/var/run/docker.pid
readonly CONTAINERD_PID_FILE=/var/run/docker/containerd/containerd.pid

say() { printf 'engine: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }
answers() { timeout 10 docker info >/dev/null 2>&1; }

install_engine() {
  command -v dockerd >/dev/null && command -v iptables >/dev/null && return
  command -v apt-get >/dev/null || fail 'no engine, and no apt-get to install one: install Docker by hand'
  say 'installing docker.io and iptables'
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >&2
  apt-get install -y -qq --no-install-recommends docker.io iptables >&2
}

# A machine with an init system starts the daemon by it; Debian's package has usually done so already.
start_by_init() {
  [ -d /run/systemd/system ] && systemctl start docker >/dev/null 2>&1
}

# runs PID NAME: whether the process lives under that name; one that is dead and not collected doesn't.
runs() {
  grep -qs "^Name:[[:space:]]*$2\$" "/proc/$1/status" && ! grep -qs '^State:[[:space:]]*Z' "/proc/$1/status"
}

# A daemon that was killed leaves its pid file, and the containerd that it started: the next one won't start
# beside either.
clear_after_a_killed_daemon() {
  local pid orphan
  pid=$(cat "$PID_FILE" 2>/dev/null) || return 0
  runs "$pid" dockerd && return
  say "clearing up after a daemon that was killed"
  rm -f "$PID_FILE"
  orphan=$(cat "$CONTAINERD_PID_FILE" 2>/dev/null) || return 0
  ! runs "$orphan" containerd || kill "$orphan"
  rm -f "$CONTAINERD_PID_FILE"
}

# The file descriptors are detached from ours, or whoever reads our output would wait for dockerd's end.
start_by_hand() {
  clear_after_a_killed_daemon
  say "starting dockerd, log in $LOG"
  setsid nohup dockerd >>"$LOG" 2>&1 </dev/null &
}

wait_until_it_answers() {
  local deadline=$((SECONDS + START_LIMIT))
  until answers; do
    if [ "$SECONDS" -ge "$deadline" ]; then
      tail -n 20 "$LOG" >&2 2>/dev/null || true
      fail "no answer within $START_LIMIT s"
    fi
    sleep 0.5
  done
}

if ! command -v docker >/dev/null || ! answers; then
  [ "$(id -u)" = 0 ] || fail 'no engine answers, and installing or starting one needs root'
  install_engine
  start_by_init || start_by_hand
  wait_until_it_answers
fi
say "engine $(docker version --format '{{.Server.Version}}') answers"
