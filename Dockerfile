# One image an app: docker build --build-arg APP=chat-service . (make images builds all five).
# Everything but its last layer is the same for all five, so that they are built, stored and pulled once.

FROM node:24-bookworm-slim AS npm
WORKDIR /app
# Certificate authorities of one's own, as of a company's proxy on the way to npm's registry.
ARG CA_CERTIFICATES
RUN echo "$CA_CERTIFICATES" > /etc/ssl/own.crt
ENV NODE_EXTRA_CA_CERTS=/etc/ssl/own.crt
COPY package.json package-lock.json ./

FROM npm AS build
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY nest-cli.json tsconfig.json ./
COPY docs/asyncapi.html docs/asyncapi.json docs/
COPY libs libs
COPY apps apps
COPY tools/build tools/build
RUN node --import tsx tools/build/build.ts && node --import tsx tools/build/web.ts

# TypeScript comes along as an optional package, and serves builds alone, as type declarations do.
FROM npm AS production
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
 && rm -rf node_modules/typescript node_modules/.bin \
 && find node_modules -type f \( -name '*.d.ts' -o -name '*.d.[cm]ts' -o -name '*.map' \) -delete

# Node.js, and the libraries that it and the native packages are linked with: no shell, no npm, nothing to write to.
FROM production AS runtime
RUN mkdir --parents --mode=1777 /runtime/tmp \
 && find /usr/local/bin/node node_modules \( -name node -o -name '*.node' \) -type f -exec ldd {} + > /linked \
 && cp --parents --dereference $(sed -n 's|[^/]*\(/.*\) (0x.*|\1|p' /linked | grep -v /node_modules/ | sort -u) \
      /usr/local/bin/node /etc/passwd /etc/group /etc/nsswitch.conf /runtime

FROM build AS app
ARG APP
RUN mkdir --parents /image/dist && mv "dist/$APP" /image/dist \
 && if [ "$APP" = api-gateway ]; then mv dist/web /image/dist; fi \
 && for program in main grant-admin rotate-keys revoke-keys dead-letters; do \
      [ ! -e "/image/dist/$APP/apps/$APP/src/$program.js" ] || \
        ln -s "dist/$APP/apps/$APP/src/$program.js" "/image/$program.js" || exit 1; \
    done \
 && ln -s "dist/$APP/libs/process/src/exit-while-loading.js" /image/exit-while-loading.js

FROM scratch
COPY --from=runtime /runtime /
WORKDIR /app
COPY --from=production /app ./
ENV PATH=/usr/local/bin NODE_ENV=production NODE_OPTIONS=--enable-source-maps ADMIN_PORT=9090
USER 1000:1000
CMD ["node", "--import", "./exit-while-loading.js", "main.js"]
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s CMD \
  ["node", "--eval", "fetch(`http://127.0.0.1:${process.env.ADMIN_PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1))"]
COPY --from=app /image ./
ARG APP
ARG VERSION
ARG REVISION
LABEL org.opencontainers.image.title="messenger/$APP" \
      org.opencontainers.image.description="$APP of Messenger, a self-hosted messenger" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION" \
      org.opencontainers.image.licenses="Apache-2.0"
