import type { JsonObject } from '@halosync/halo-json';
import type { EntityFixture } from '@halosync/ingest/testing';
import { aRecordReceived, entityFixture } from '@halosync/ingest/testing';
import { invoiceProgram } from './invoice.program';

const DAY_MS = 24 * 60 * 60 * 1_000;
const dueInDays = (days: number): string =>
  `${new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)}T00:00:00`;

describe('what clients still owe', () => {
  let line: EntityFixture;
  const invoices: JsonObject[] = [
    { amountdue: 100.1, duedate: dueInDays(0) },
    { amountdue: 0.2, duedate: dueInDays(-1) },
    { amountdue: 30, duedate: dueInDays(-30) },
    { amountdue: -5, duedate: dueInDays(-31) }, // a credit
    { amountdue: 7, duedate: dueInDays(-91) },
    { amountdue: 9, duedate: '1900-01-01T00:00:00' },
    { amountdue: 0, duedate: dueInDays(-40) },
    { amountdue: 1_000, duedate: dueInDays(-40), voided: true },
    { amountdue: 50, duedate: dueInDays(-1), currency_code_name: 'EUR' },
  ];

  beforeAll(async () => {
    line = await entityFixture(invoiceProgram);
    await line.take(
      ...invoices.map((invoice, index) =>
        aRecordReceived('invoice', index + 1, {
          id: index + 1,
          ...{ client_id: 12, client_name: 'Birch Ltd', currency_code_name: 'GBP', ...invoice },
        }),
      ),
    );
  });
  afterAll(() => line.close());

  it('is summed exactly, per currency and age', async () => {
    const rows = await line.dataSource.query<unknown[]>(
      'SELECT * FROM reporting.invoices_outstanding_by_age ORDER BY currency',
    );
    expect(rows).toMatchObject([
      { currency: 'EUR', invoices: '1', outstanding: '50', overdue_30_days: '50' },
      {
        ...{ currency: 'GBP', client_name: 'Birch Ltd', invoices: '6', outstanding: '141.3', not_due: '109.1' },
        ...{ overdue_30_days: '30.2', overdue_60_days: '-5', overdue_90_days: '0', overdue_longer: '7' },
      },
    ]);
  });
});
