# Registries and proxies that cases stand on, in one image. The container only waits: each program is started in
# it, and killed, while the container keeps its address.
FROM hashicorp/consul:1.22.5 AS consul

FROM debian:bookworm-slim
# Java's package writes links into a folder of manuals that slim images lack. ZooKeeper's library is the whole
# program; the package of that name adds a service and a desktop's Java.
RUN mkdir -p /usr/share/man/man1 \
  && apt-get update \
  && apt-get install -y --no-install-recommends \
    default-jre-headless haproxy libzookeeper-java nginx \
  && rm -rf /var/lib/apt/lists/*
COPY --from=consul /bin/consul /usr/local/bin/consul
RUN install -d -o 65532 -g 65532 -m 700 /service
USER 65532:65532
WORKDIR /service
ENV HOME=/service
ENTRYPOINT ["sleep", "infinity"]
