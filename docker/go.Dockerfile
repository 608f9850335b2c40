# The Go peers: one static program, and nothing beside it.
FROM golang:1.26-bookworm AS build
LABEL crosswire.stage=go
ARG EXTRA_CA_B64=""
ARG GOPROXY
ARG GOSUMDB
ARG GONOSUMDB
ARG GOFLAGS
WORKDIR /src
COPY docker/trust-extra-ca.sh /usr/local/bin/trust-extra-ca
COPY go/go.mod go/go.sum ./
RUN trust-extra-ca go mod download
ENV CGO_ENABLED=0
# The generated code imports the libraries: compiled here, they are not compiled again for each change of ours.
COPY go/gen gen
RUN go build -trimpath ./gen/...
COPY go/internal internal
COPY go/cmd cmd
RUN go build -trimpath -o /peer ./cmd/peer

FROM scratch
COPY --from=build /peer /peer
USER 65532:65532
ENV CROSSWIRE_CONTROL=0.0.0.0:8080
EXPOSE 8080
ENTRYPOINT ["/peer"]
