/// What a query does, as operators over columns by number.
indirect enum Plan: Sendable {
  case scan(ScanPlan)
  /// Rows of expressions without columns.
  case values([[Node]], [SQLType])
  case filter(Node, Plan)
  case project([Node], Plan)
  case aggregate(AggregatePlan, Plan)
  case join(JoinPlan)
  /// With a limit: only so many first rows are kept.
  case sort([SortKey], limit: Int?, Plan)
  case limit(offset: Int, count: Int?, Plan)
  case union([Plan])
  /// INTERSECT or EXCEPT; ALL counts how often a row comes.
  case setDifference(isIntersect: Bool, isDistinct: Bool, Plan, Plan)
  case unnest(UnnestPlan, Plan)

  var types: [SQLType] {
    switch self {
    case .scan(let scan): return scan.columns.map { scan.table.columns[$0].type }
    case .values(_, let types): return types
    case .filter(_, let input), .sort(_, _, let input), .limit(_, _, let input), .setDifference(_, _, let input, _):
      return input.types
    case .project(let nodes, _): return nodes.map { $0.type }
    case .aggregate(let aggregate, let input):
      let types: [SQLType] = input.types
      return aggregate.keys.map { types[$0] } + aggregate.calls.map { $0.type }
    case .join(let join): return join.left.types + join.right.types
    case .union(let inputs): return inputs[0].types
    case .unnest(let unnest, let input): return input.types + unnest.types
    }
  }
}

/// A table of either kind of catalog.
struct TableHandle: Sendable {
  enum Source: Sendable {
    case hive(TableDefinition)
    /// The catalog's name and its table.
    case connector(String, ConnectorTable)
  }
  struct Column: Sendable {
    var name: String
    var type: SQLType
  }
  var catalog: String
  var schema: String
  var name: String
  var source: Source
  /// A Hive table's partition keys come last.
  var columns: [Column]
}

struct ScanPlan: Sendable {
  var table: TableHandle
  /// Which of the table's columns come out, in order.
  var columns: [Int]
  /// What the rows must fulfil anyway, over the scan's output: for leaving out partitions and asking the source less.
  var conditions: [Node] = []
  var limit: Int?
}

struct AggregateCall: Sendable {
  var function: AggregateFunction
  /// Columns of the input.
  var arguments: [Int]
  var argumentTypes: [SQLType]
  var filter: Int?
  var isDistinct: Bool
  var type: SQLType
}

struct AggregatePlan: Sendable {
  /// Columns of the input.
  var keys: [Int]
  var calls: [AggregateCall]
  /// Without GROUP BY there is one row even for no input.
  var isGlobal: Bool
}

enum JoinType: Sendable { case inner, left, right, full }

struct JoinPlan: Sendable {
  var type: JoinType
  var left: Plan
  var right: Plan
  /// Pairs that must be equal: over the left's and over the right's columns.
  var leftKeys: [Node] = []
  var rightKeys: [Node] = []
  /// What else must hold, over the columns of both.
  var condition: Node?
}

struct SortKey: Sendable {
  var column: Int
  var isDescending: Bool
  var nullsFirst: Bool
}

struct UnnestPlan: Sendable {
  /// Arrays and maps over the input's columns; they are zipped.
  var operands: [Node]
  /// The columns that come out of them, with the ordinality at the end.
  var types: [SQLType]
  var withOrdinality: Bool
  /// Keeps rows whose arrays are empty (LEFT JOIN UNNEST … ON TRUE).
  var isOuter: Bool
}

/// A query inside an expression, run before its holder.
struct Subplan: Sendable {
  enum Kind: Sendable { case scalar, exists, set }
  var number: Int
  var kind: Kind
  var plan: Plan
}
