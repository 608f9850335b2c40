#!/usr/bin/env bash
# base-images.sh: the official base images that docker/*.Dockerfile start from, pulled where a registry
# answers, and otherwise made on this machine under the same names, so that the Dockerfiles stay ordinary.
#
# Made images hold Debian's own packages (debootstrap), this machine's Go toolchain and npm's `node`.
# Does nothing for an image that is there. Making them needs root on Debian or Ubuntu, once, for some
# two minutes; pulling needs neither.
set -euo pipefail

readonly ROOT=$(cd "$(dirname "$0")/.." && pwd)
readonly DEBIAN=debian:bookworm-slim
readonly PYTHON=python:3.11-slim-bookworm
readonly GO=golang:1.26-bookworm
readonly NODE=node:24.21.0-bookworm-slim
readonly CONSUL=hashicorp/consul:1.22.5
readonly PULL_LIMIT=180
readonly WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT

say() { printf 'base images: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }
present() { docker image inspect "$1" >/dev/null 2>&1; }

registry_answers=unknown
pull() {
  [ "$registry_answers" != no ] || return 1
  say "pulling $1"
  if timeout "$PULL_LIMIT" docker pull -q "$1" >/dev/null 2>"$WORK/pull.log"; then
    registry_answers=yes
  else
    say "not pulled: $(tail -n 1 "$WORK/pull.log")"
    registry_answers=no
    return 1
  fi
}

make_debian() {
  [ "$(id -u)" = 0 ] || fail 'making base images needs root'
  if ! command -v debootstrap >/dev/null; then
    apt-get update -qq >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends debootstrap >&2
  fi
  say "making $DEBIAN (debootstrap, about a minute)"
  local root=$WORK/debian
  debootstrap --variant=minbase --include=ca-certificates bookworm "$root" >"$WORK/debootstrap.log" 2>&1 ||
    { tail -n 20 "$WORK/debootstrap.log" >&2; fail 'debootstrap failed'; }
  printf 'path-exclude /usr/share/%s/*\n' doc man locale info >"$root/etc/dpkg/dpkg.cfg.d/slim"
  rm -rf "$root"/usr/share/{doc,man,locale,info}/* "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/*
  tar -C "$root" -c . | docker import -c 'CMD ["bash"]' - "$DEBIAN" >/dev/null
  rm -rf "$root"
}

# build NAME: an image from the Dockerfile on standard input, with the folder $WORK/context as its context.
build() {
  mkdir -p "$WORK/context"
  cat >"$WORK/Dockerfile"
  say "making $1"
  docker build -t "$1" -f "$WORK/Dockerfile" "$WORK/context" >"$WORK/build.log" 2>&1 ||
    { tail -n 30 "$WORK/build.log" >&2; fail "$1 could not be made"; }
  rm -rf "$WORK/context"
}

# Debian's Python at the paths of the official image, and open to pip as that one is.
make_python() {
  build "$PYTHON" <<DOCKERFILE
FROM $DEBIAN
RUN apt-get update && apt-get install -y --no-install-recommends python3 python3-venv python3-pip \\
  && rm -rf /var/lib/apt/lists/* /usr/lib/python3.11/EXTERNALLY-MANAGED \\
  && ln -s /usr/bin/python3 /usr/local/bin/python3 && ln -s /usr/bin/python3 /usr/local/bin/python
CMD ["python3"]
DOCKERFILE
}

# The toolchain that go.mod chooses, which `go` fetches where this machine's own is older.
make_go() {
  command -v go >/dev/null || fail "$GO can't be made: no go on this machine (1.26 is needed)"
  mkdir -p "$WORK/context"
  cp -a "$(cd "$ROOT/go" && go env GOROOT)" "$WORK/context/go"
  build "$GO" <<DOCKERFILE
FROM $DEBIAN
ENV GOPATH=/go PATH=/go/bin:/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
COPY go /usr/local/go
WORKDIR /go
DOCKERFILE
}

make_node() {
  command -v npm >/dev/null || fail "$NODE can't be made: no npm on this machine"
  local packages=$WORK/npm version=${NODE#node:}
  npm install --silent --no-audit --no-fund --prefix "$packages" "node@${version%%-*}" npm@11 >&2
  mkdir -p "$WORK/context/bin" "$WORK/context/lib/node_modules"
  cp -L "$packages/node_modules/node/bin/node" "$WORK/context/bin/node"
  cp -a "$packages/node_modules/npm" "$WORK/context/lib/node_modules/npm"
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$WORK/context/bin/npm"
  ln -s ../lib/node_modules/npm/bin/npx-cli.js "$WORK/context/bin/npx"
  build "$NODE" <<DOCKERFILE
FROM $DEBIAN
COPY . /usr/local/
RUN groupadd --gid 1000 node && useradd --uid 1000 --gid node --shell /bin/bash --create-home node \\
  && node --version
CMD ["node"]
DOCKERFILE
}

# Consul alone, at the path of the official image, built from the Go module proxy.
make_consul() {
  local program
  program=$("$ROOT/scripts/consul.sh" --build) || fail "$CONSUL can't be made: it needs Go 1.26"
  mkdir -p "$WORK/context"
  cp "$program" "$WORK/context/consul"
  build "$CONSUL" <<DOCKERFILE
FROM scratch
COPY consul /bin/consul
ENTRYPOINT ["/bin/consul"]
DOCKERFILE
}

# ensure NAME MAKER: NAME is there afterwards, or the script has failed.
ensure() {
  present "$1" && return
  pull "$1" && return
  [ "$1" = "$DEBIAN" ] || ensure "$DEBIAN" make_debian
  "$2"
}

[ -z "${CROSSWIRE_BASE_IMAGES_MADE_ONLY:-}" ] || registry_answers=no
ensure "$PYTHON" make_python
ensure "$GO" make_go
ensure "$NODE" make_node
ensure "$DEBIAN" make_debian
ensure "$CONSUL" make_consul
say "$PYTHON $GO $NODE $DEBIAN $CONSUL are there"
