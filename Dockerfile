# One image for all programs: compose and Kubernetes start each by its own command.
FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY apps/cli/package.json ./apps/cli/
COPY apps/cli/bin ./apps/cli/bin
RUN --mount=type=cache,target=/root/.npm npm ci --no-audit --no-fund
COPY . .
RUN node tools/build/build.mjs && npm prune --omit=dev --no-audit --no-fund

FROM node:22-bookworm-slim
LABEL org.opencontainers.image.title="Halosync" \
      org.opencontainers.image.description="Keeps a HaloPSA tenant in your own Postgres" \
      org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production KAFKAJS_NO_PARTITIONER_WARNING=1 NODE_OPTIONS="--enable-source-maps --disable-warning=TimeoutNegativeWarning"
WORKDIR /app
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/libs/contracts/proto ./libs/contracts/proto
COPY --from=build /app/apps/gateway/public ./apps/gateway/public
COPY --from=build /app/deploy/compose ./deploy/compose
COPY package.json ./
USER node
CMD ["node", "dist/gateway/main.js"]
