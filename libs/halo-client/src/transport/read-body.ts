import type { Duplex, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { AppError, messageOf } from '@halosync/errors';

/**
 * A body to its end, decompressed. The limit counts decompressed bytes, while they come: a gzip bomb is let go at the
 * limit, not after it.
 * @throws AppError `halo_answer_invalid` (retryable): too large, cut off, or compressed in a way that cannot be read.
 */
export async function readBody(body: Readable, encoding: string | undefined, maxBytes: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const collect = async (source: AsyncIterable<Buffer>): Promise<void> => {
    for await (const chunk of source) {
      bytes += chunk.length;
      if (bytes > maxBytes) return; // ends the pipeline, and with it the source
      chunks.push(chunk);
    }
  };
  const decoder = decoderFor(encoding);
  try {
    await (decoder === null ? pipeline(body, collect) : pipeline(body, decoder, collect));
  } catch (error) {
    // Whatever the source says of being let go, the limit came first.
    if (bytes <= maxBytes) throw broken(`The answer was cut off or damaged: ${messageOf(error)}.`, 'cut_off', error);
  }
  if (bytes > maxBytes) {
    body.on('error', () => {}).destroy();
    throw broken(`The answer is larger than ${maxBytes} bytes.`, 'too_large');
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}

function decoderFor(encoding: string | undefined): Duplex | null {
  switch (encoding?.trim().toLowerCase() ?? '') {
    case '':
    case 'identity':
      return null;
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      throw broken('The answer is compressed in a way that we did not offer.', 'encoding');
  }
}

function broken(message: string, reason: string, cause?: unknown): AppError {
  return new AppError('halo_answer_invalid', message, { retryable: true, cause, details: { reason } });
}
