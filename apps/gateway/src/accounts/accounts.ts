import type { RoleName } from '@halosync/contracts';
import type { DataSource, EntityManager } from 'typeorm';

export interface Account {
  readonly id: string;
  readonly email: string;
  readonly passwordHash: string;
  readonly role: RoleName;
}

interface AccountRow {
  readonly id: string;
  readonly email: string;
  readonly password_hash: string;
  readonly role: RoleName;
}

/** People who may sign in. */
export class Accounts {
  constructor(private readonly dataSource: DataSource) {}

  async find(email: string): Promise<Account | null> {
    const [row] = await this.dataSource.query<AccountRow[]>(
      `SELECT id, email, password_hash, role FROM gateway.account WHERE email = lower($1)`,
      [email],
    );
    return row === undefined ? null : { id: row.id, email: row.email, passwordHash: row.password_hash, role: row.role };
  }

  async isEmpty(manager: EntityManager = this.dataSource.manager): Promise<boolean> {
    const [row] = await manager.query<{ found: boolean }[]>(`SELECT EXISTS (SELECT 1 FROM gateway.account) AS found`);
    return row?.found !== true;
  }

  async create(
    email: string,
    passwordHash: string,
    role: RoleName,
    manager: EntityManager = this.dataSource.manager,
  ): Promise<string> {
    const [row] = await manager.query<{ id: string }[]>(
      `INSERT INTO gateway.account (email, password_hash, role) VALUES (lower($1), $2, $3)
       ON CONFLICT (email) DO UPDATE SET password_hash = excluded.password_hash, role = excluded.role RETURNING id`,
      [email, passwordHash, role],
    );
    if (row === undefined) throw new Error('INSERT … RETURNING returned nothing.');
    return row.id;
  }

  /** A new password ends every session that the old one began. */
  async changePassword(id: string, passwordHash: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await manager.query(`UPDATE gateway.account SET password_hash = $2 WHERE id = $1`, [id, passwordHash]);
      await manager.query(`DELETE FROM gateway.session WHERE account_id = $1`, [id]);
    });
  }
}
