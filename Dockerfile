# One image for `adrift serve` (its command) and `adrift worker`.
# A Python that the tests run on: what reads Python files reads its own grammar best.
ARG PYTHON=3.13-slim-trixie

FROM python:${PYTHON} AS build
ARG UV_VERSION=0.13.8
ENV UV_COMPILE_BYTECODE=1 \
    UV_LINK_MODE=copy \
    UV_NO_CACHE=1 \
    UV_PYTHON=/usr/local/bin/python3 \
    UV_PYTHON_DOWNLOADS=never \
    UV_PROJECT_ENVIRONMENT=/opt/adrift
RUN pip install --no-cache-dir --disable-pip-version-check uv==${UV_VERSION}
WORKDIR /src
# dependencies first: they change seldom, and this layer with them; wheels only, so that nothing of theirs is run
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev --extra otel --no-install-project --no-build
COPY README.md LICENSE app.yml ./
COPY app app
COPY checks checks
RUN uv sync --frozen --no-dev --extra otel --no-editable

FROM python:${PYTHON}
LABEL org.opencontainers.image.title="adrift" \
      org.opencontainers.image.description="Reviews pull requests for architectural violations" \
      org.opencontainers.image.licenses="MIT"
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates git \
    && rm -rf /var/lib/apt/lists/* \
    && pip uninstall --yes --quiet pip \
    && groupadd --gid 10001 adrift \
    && useradd --uid 10001 --gid adrift --no-create-home --home-dir /var/lib/adrift --shell /usr/sbin/nologin adrift \
    && install --directory --owner adrift --group adrift --mode 0700 /var/lib/adrift
COPY --from=build /opt/adrift /opt/adrift
# HOME: git looks for one, and finds nothing that decides anything
ENV PATH=/opt/adrift/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    HOME=/var/lib/adrift \
    ADRIFT_DATA_DIR=/var/lib/adrift \
    ADRIFT_HOST=0.0.0.0 \
    ADRIFT_PORT=8000
# by number, so that Kubernetes sees that it is not root
USER 10001:10001
WORKDIR /var/lib/adrift
VOLUME /var/lib/adrift
EXPOSE 8000
# of `serve`; `worker` answers nobody, and is restarted when it ends
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as web; web.urlopen(f'http://127.0.0.1:{os.environ[\"ADRIFT_PORT\"]}/healthz', timeout=4)"]
ENTRYPOINT ["adrift"]
CMD ["serve"]
