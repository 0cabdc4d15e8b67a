// A program of its own for the integration test, which kills it: takes the slots that it is asked for, and keeps them.
import pg from 'pg';
import { RateBudget } from './rate-budget';

async function hold(connectionString: string, instance: string, slots: number): Promise<void> {
  const pool = new pg.Pool({ connectionString, max: 2 });
  const budget = new RateBudget({ pool, holder: `process-${String(process.pid)}` });
  for (let taken = 0; taken < slots; taken++) await budget.acquire(instance, 'refetch');
  console.log('held');
  // Until it is killed.
  setInterval(() => undefined, 1_000);
}

const [connectionString = '', instance = '', slots = '1'] = process.argv.slice(2);
void hold(connectionString, instance, Number(slots));
