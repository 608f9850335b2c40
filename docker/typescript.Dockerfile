# The TypeScript peers: Node strips the types itself, so the image holds the sources and the packages they use.
FROM node:24.21.0-bookworm-slim AS packages
LABEL crosswire.stage=typescript
ARG EXTRA_CA_B64=""
ARG npm_config_registry
WORKDIR /app
COPY docker/trust-extra-ca.sh /usr/local/bin/trust-extra-ca
COPY package.json package-lock.json .npmrc ./
RUN trust-extra-ca npm ci --omit=dev --ignore-scripts

FROM node:24.21.0-bookworm-slim
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY package.json ./
COPY ts ts
RUN install -d -o 65532 compiled
USER 65532:65532
ENV CROSSWIRE_CONTROL=0.0.0.0:8080 NODE_COMPILE_CACHE=/app/compiled
# Node writes what it has compiled when it ends: with its standard input. The folder is its user's own.
RUN for peer in ts-connect ts-grpc-js; do \
    : | CROSSWIRE_PEER=$peer CROSSWIRE_STDIN=watch node ts/peer/main.ts || exit 1; \
  done
EXPOSE 8080
ENTRYPOINT ["node", "ts/peer/main.ts"]
