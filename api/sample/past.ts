import {
  ColumnNode,
  type InsertQueryNode,
  type KyselyPlugin,
  OperationNodeTransformer,
  PrimitiveValueListNode,
  type QueryId,
  type RawNode,
  ValueListNode,
  ValueNode,
  ValuesNode,
} from 'kysely';

/** The columns that Postgres fills with the moment of the insert, by table. */
const MADE: Record<string, string[]> = {
  user: ['created_at', 'updated_at'],
  account: ['created_at', 'updated_at'],
  member: ['created_at'],
  report: ['created_at'],
  section: ['created_at'],
  section_update: ['at'],
  version: ['created_at'],
  file: ['created_at'],
  thread: ['created_at'],
  comment: ['created_at'],
  position: ['taken_at'],
  event: ['at'],
};

/**
 * Makes the queries that run through it happen at another moment: rows are made then, and `now()` is then. So
 * a sample can have a past that the product's own queries have written, and their rules have checked; the
 * tables that are append-only could not be given one afterwards.
 */
export class Past extends OperationNodeTransformer implements KyselyPlugin {
  /** The moment at which everything happens until it is set to another. */
  at: Date;

  constructor(at: Date) {
    super();
    this.at = at;
  }

  transformQuery({ node, queryId }: Parameters<KyselyPlugin['transformQuery']>[0]) {
    return this.transformNode(node, queryId);
  }

  async transformResult({ result }: Parameters<KyselyPlugin['transformResult']>[0]) {
    return result;
  }

  protected override transformInsertQuery(node: InsertQueryNode, id?: QueryId): InsertQueryNode {
    const insert = super.transformInsertQuery(node, id);
    const given = insert.columns?.map(({ column }) => column.name) ?? [];
    const table = insert.into?.table.identifier.name ?? '';
    const missing = (MADE[table] ?? []).filter((name) => !given.includes(name));
    if (missing.length === 0 || !insert.values || !ValuesNode.is(insert.values)) return insert;
    const moments = missing.map(() => this.at);
    return {
      ...insert,
      columns: [...(insert.columns ?? []), ...missing.map((name) => ColumnNode.create(name))],
      values: ValuesNode.create(
        insert.values.values.map((row) =>
          PrimitiveValueListNode.is(row)
            ? PrimitiveValueListNode.create([...row.values, ...moments])
            : ValueListNode.create([...row.values, ...moments.map((at) => ValueNode.create(at))]),
        ),
      ),
    };
  }

  protected override transformRaw(node: RawNode, id?: QueryId): RawNode {
    const raw = super.transformRaw(node, id);
    const then = `timestamptz '${this.at.toISOString()}'`;
    return { ...raw, sqlFragments: raw.sqlFragments.map((text) => text.replaceAll('now()', then)) };
  }
}
