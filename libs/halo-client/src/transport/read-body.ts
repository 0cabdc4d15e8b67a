import type { Duplex, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { AppError, messageOf } from '@halosync/errors';

/**
 * A body to its end, decompressed. The limit counts decompressed bytes, while they come: a gzip bomb is let go at the
 * limit, not after it.
 * @throws AppError `halo_answer_invalid` (retryable): too large, cut off, or compressed in a way that cannot be read.
 */
export async function readBody(
  body: Readable,
  { encoding, length }: { readonly encoding: string | undefined; readonly length?: number | undefined },
  maxBytes: number,
): Promise<Uint8Array> {
  const decoder = decoderFor(encoding);
  // Where the length is known chunks are copied as they come: kept until all are there, they would hold a body of 20 MB twice.
  const room = decoder === null && isLength(length, maxBytes) ? Buffer.allocUnsafeSlow(length) : null;
  const chunks: Buffer[] = [];
  let bytes = 0;
  const collect = async (source: AsyncIterable<Buffer>): Promise<void> => {
    for await (const chunk of source) {
      bytes += chunk.length;
      if (bytes > maxBytes) return; // ends the pipeline, and with it the source
      if (room === null) chunks.push(chunk);
      else chunk.copy(room, bytes - chunk.length);
    }
  };
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
  // Node's client has refused a body that is longer or shorter than it said.
  if (room !== null) return room.subarray(0, bytes);
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}

function isLength(length: number | undefined, maxBytes: number): length is number {
  return length !== undefined && Number.isSafeInteger(length) && length > 0 && length <= maxBytes;
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
