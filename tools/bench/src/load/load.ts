// The load, in a process of its own: `node load.js '{"url", "ticketsFile", "connections", "seconds"}'` prints a LoadResult.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { closedLoop } from './closed-loop';
import { WebhookRequests } from './webhook-requests';

const order = z.object({ url: z.url(), ticketsFile: z.string(), connections: z.number(), seconds: z.number() });

const { url, ticketsFile, ...load } = order.parse(JSON.parse(process.argv[2] ?? ''));
const tickets = readFileSync(ticketsFile, 'utf8').trimEnd().split('\n');
console.log(JSON.stringify(await closedLoop(new URL(url), new WebhookRequests(new URL(url), tickets), load)));
