import type { FastifyReply } from 'fastify';

// Sixteen bodies of the largest size at once; what would go beyond is told to come again.
const MAX_BYTES = 256 * 1024 * 1024;
// Small bodies are not worth the bookkeeping.
const IGNORED_BYTES = 256 * 1024;

/** Bounds the memory that bodies take between their arrival and their answer. */
export class BytesInFlight {
  #bytes = 0;

  /** False where there is no room. The room is given back when the answer is over, however it ended. */
  take(reply: FastifyReply, bytes: number): boolean {
    if (!(bytes > IGNORED_BYTES)) return true;
    if (this.#bytes + bytes > MAX_BYTES) return false;
    this.#bytes += bytes;
    reply.raw.once('close', () => {
      this.#bytes -= bytes;
    });
    return true;
  }
}
