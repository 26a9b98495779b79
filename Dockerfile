# The whole product in one image. Node of the base image only installs; the product runs on the Node that
# the lock file names (the npm package "node"), so both starts, here and by npm, are the same.

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev --no-audit --no-fund

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
WORKDIR /app
# What runs may write nowhere but in its data: the program itself stays root's. With DATABASE_URL set, as the
# compose file does, it keeps nothing there; without it, mount a volume at /data for its own Postgres.
COPY --from=build /app ./
RUN mkdir /data && chown node:node /data
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node_modules/.bin/node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/api/ready').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Without npm in between, the signal that stops the container reaches the server itself.
CMD ["node_modules/.bin/node", "main.ts"]
