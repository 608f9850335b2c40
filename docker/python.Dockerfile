# The Python peers. The locked packages come first, alone: a change of our sources doesn't fetch them again.
FROM python:3.11-slim-bookworm AS packages
LABEL crosswire.stage=python
ARG EXTRA_CA_B64=""
ARG PIP_INDEX_URL
ARG PIP_EXTRA_INDEX_URL
WORKDIR /build
COPY docker/trust-extra-ca.sh /usr/local/bin/trust-extra-ca
COPY python/pyproject.toml python/requirements.lock ./
RUN mkdir src gen \
  && python3 -m venv /opt/venv \
  && trust-extra-ca /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check \
    -c requirements.lock .

FROM python:3.11-slim-bookworm
WORKDIR /app
COPY --from=packages /opt/venv /opt/venv
COPY python/src src
COPY python/gen gen
RUN python3 -m compileall -q src gen
USER 65532:65532
ENV PYTHONPATH=/app/src:/app/gen PYTHONUNBUFFERED=1 CROSSWIRE_CONTROL=0.0.0.0:8080
EXPOSE 8080
ENTRYPOINT ["/opt/venv/bin/python", "-m", "crosswire_peers"]
