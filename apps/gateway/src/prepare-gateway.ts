import { setTimeout as sleep } from 'node:timers/promises';
import helmet from '@fastify/helmet';
import type { INestApplication } from '@nestjs/common';
import { allTopicNames } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import { readJson } from '@halosync/halo-json';
import { checkTopics, kafkaOptions } from '@halosync/kafka';
import type { Log } from '@halosync/observability';
import { errorFields } from '@halosync/observability';
import type { FastifyInstance } from 'fastify';
import { assertRoles } from './accounts/assert-roles';
import { controllers } from './controllers';
import type { GatewayConfig } from './gateway.config';
import { isPublicHttps } from './gateway.config';
import { GatewayWork } from './gateway-work';
import { consoleRoutes } from './pages/console-routes';
import { docsRoutes } from './pages/docs-routes';
import { folderAbove } from './pages/folder-above';
import { helmetOptions } from './security-headers';
import { webhookRoutes } from './webhooks/webhook-routes';

// A start does not wait longer for a broker that is away: webhooks are taken without it.
const TOPIC_CHECK_MS = 10_000;
const TOPIC_RETRY_MS = 10_000;

/** Everything between the module and listening: limits, headers, routes outside Nest, and the work in the background. */
export async function prepareGateway(
  app: INestApplication,
  config: GatewayConfig,
  log: Log,
  fail: (error: unknown) => void,
): Promise<[]> {
  assertRoles(controllers);
  const http = app.getHttpAdapter().getInstance() as FastifyInstance; // made by httpAdapter()
  await http.register(helmet, helmetOptions(isPublicHttps(config)));
  readJsonBodies(http);
  http.addHook('onRequest', (request, reply, done) => {
    // Answers of the API are for their reader alone, and only for now.
    if (request.url.startsWith('/api/v1/')) void reply.header('cache-control', 'no-store');
    done();
  });
  const work = app.get(GatewayWork);
  http.register((scope, _options, done) => {
    webhookRoutes(scope, work.webhookParts);
    done();
  });
  docsRoutes(http);
  await consoleRoutes(http, folderAbove('dist/console'));
  if (!isPublicHttps(config))
    log.warn('PUBLIC_URL is plain http: sessions travel unprotected and a hosted Halo cannot call', {
      publicUrl: config.PUBLIC_URL,
    });
  await Promise.race([checkedTopics(config, log, fail), sleep(TOPIC_CHECK_MS, undefined, { ref: false })]);
  await work.start();
  return [];
}

/** JSON by the same careful reader as webhooks; any other type is refused with 415. */
function readJsonBodies(http: FastifyInstance): void {
  http.removeAllContentTypeParsers();
  http.addContentTypeParser(/^application\/(json|[\w.-]+\+json)\b/, { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      // Nothing at all is what some clients send with a POST that needs no body.
      done(
        null,
        body.length === 0
          ? undefined
          : readJson(Buffer.from(body), { maxDepth: 16, maxKeys: 1_000, nonFinite: 'text' }),
      );
    } catch (error) {
      done(error as Error, undefined); // readJson throws errors only
    }
  });
}

/** Missing or unreadable topics end the program; a broker that does not answer is asked again and again. */
async function checkedTopics(config: GatewayConfig, log: Log, fail: (error: unknown) => void): Promise<void> {
  for (;;) {
    try {
      await checkTopics(kafkaOptions(config, 'halosync-gateway', log), allTopicNames(config.TOPIC_PREFIX));
      return;
    } catch (error) {
      if (error instanceof AppError) {
        fail(error);
        return;
      }
      log.warn('topics not checked', errorFields(error));
      await sleep(TOPIC_RETRY_MS, undefined, { ref: false });
    }
  }
}
