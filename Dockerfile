FROM python:3.13-slim AS build

WORKDIR /src
COPY requirements.lock requirements-build.lock ./
# The bot's own environment has no pip in it: this stage's pip fills it from outside.
RUN python -m venv --without-pip /opt/solidarity \
 && pip --python /opt/solidarity/bin/python install --no-cache-dir --require-hashes -r requirements.lock \
 && pip install --no-cache-dir --require-hashes -r requirements-build.lock
COPY . .
RUN python -m hatchling build -t wheel -d /dist \
 && pip --python /opt/solidarity/bin/python install --no-cache-dir --no-index --no-deps /dist/*.whl


FROM python:3.13-slim

RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin solidarity \
 && install -d -o solidarity -g solidarity -m 0700 /data
COPY --from=build /opt/solidarity /opt/solidarity

ENV PATH=/opt/solidarity/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONTZPATH= \
    PYTHONUNBUFFERED=1 \
    HTTP_HOST=0.0.0.0 \
    HTTP_PORT=8081 \
    LOG_FORMAT=json

USER 10001
# Not /data: from here the database's usual place, data/solidarity.db, is in the volume. Were it set
# above, nobody could name another in DATABASE_URL_FILE.
WORKDIR /
VOLUME /data
EXPOSE 8081

HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "-c", \
  "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"HTTP_PORT\"]}/healthz', timeout=4)"]

ENTRYPOINT ["solidarity"]
CMD ["run"]
