import SQLParser

/// A typed expression: what analysis makes of the syntax and what is compiled for execution.
/// Operands already have the types that the operation wants; conversions are explicit casts.
indirect enum Node: Sendable, Equatable {
  /// A column of the input, with the name and place that an error quotes.
  case column(Int, SQLType, ColumnOrigin)
  case constant(Datum, SQLType)
  case call(ScalarFunction, [Node], SQLType)
  /// Both sides of one type; the result's type says which arithmetic. Decimals may differ in their forms.
  case arithmetic(Arithmetic, Node, Node, SQLType)
  case negate(Node, SQLType)
  case compare(Comparison, Node, Node)
  case distinctFrom(Node, Node)
  case and([Node])
  case or([Node])
  case not(Node)
  case isNull(Node)
  case inList(Node, [Node])
  case like(Node, Node, escape: Node?)
  /// The first branch whose condition is true.
  case conditional([Branch], otherwise: Node, SQLType)
  case coalesce([Node], SQLType)
  /// NULL when both are equal (compared as that type), else the first.
  case nullIf(Node, Node, SQLType)
  case cast(Node, SQLType, isTry: Bool)
  case attempt(Node)
  case row([Node], SQLType)
  case array([Node], SQLType)
  case field(Node, Int, SQLType)
  case element(Node, Node, SQLType)
  /// A query's only value.
  case scalarQuery(Int, SQLType)
  case inQuery(Node, Int)
  case exists(Int)
  /// An aggregate of the query block, before it becomes a column.
  case aggregate(Int, SQLType)

  struct Branch: Sendable, Equatable {
    var when: Node
    var then: Node
  }

  var type: SQLType {
    switch self {
    case .column(_, let type, _), .constant(_, let type), .call(_, _, let type), .arithmetic(_, _, _, let type),
      .negate(_, let type), .conditional(_, _, let type), .coalesce(_, let type), .cast(_, let type, _),
      .row(_, let type), .array(_, let type), .field(_, _, let type), .element(_, _, let type),
      .scalarQuery(_, let type), .aggregate(_, let type):
      return type
    case .nullIf(let first, _, _): return first.type
    case .attempt(let inner): return inner.type
    case .compare, .distinctFrom, .and, .or, .not, .isNull, .inList, .like, .inQuery, .exists: return .boolean
    }
  }

  /// The operands.
  var children: [Node] {
    switch self {
    case .column, .constant, .scalarQuery, .exists, .aggregate: return []
    case .call(_, let arguments, _): return arguments
    case .arithmetic(_, let left, let right, _), .compare(_, let left, let right), .distinctFrom(let left, let right),
      .nullIf(let left, let right, _), .element(let left, let right, _):
      return [left, right]
    case .negate(let operand, _), .not(let operand), .isNull(let operand), .cast(let operand, _, _),
      .attempt(let operand), .field(let operand, _, _), .inQuery(let operand, _):
      return [operand]
    case .and(let operands), .or(let operands), .coalesce(let operands, _), .row(let operands, _),
      .array(let operands, _):
      return operands
    case .inList(let value, let list): return [value] + list
    case .like(let value, let pattern, let escape): return [value, pattern] + (escape.map { [$0] } ?? [])
    case .conditional(let branches, let otherwise, _):
      return branches.flatMap { [$0.when, $0.then] } + [otherwise]
    }
  }

  /// The same node over other operands, in the order of `children`.
  func with(children: [Node]) -> Node {
    switch self {
    case .column, .constant, .scalarQuery, .exists, .aggregate: return self
    case .call(let function, _, let type): return .call(function, children, type)
    case .arithmetic(let operation, _, _, let type): return .arithmetic(operation, children[0], children[1], type)
    case .compare(let comparison, _, _): return .compare(comparison, children[0], children[1])
    case .distinctFrom: return .distinctFrom(children[0], children[1])
    case .nullIf(_, _, let type): return .nullIf(children[0], children[1], type)
    case .element(_, _, let type): return .element(children[0], children[1], type)
    case .negate(_, let type): return .negate(children[0], type)
    case .not: return .not(children[0])
    case .isNull: return .isNull(children[0])
    case .cast(_, let type, let isTry): return .cast(children[0], type, isTry: isTry)
    case .attempt: return .attempt(children[0])
    case .field(_, let index, let type): return .field(children[0], index, type)
    case .inQuery(_, let query): return .inQuery(children[0], query)
    case .and: return .and(children)
    case .or: return .or(children)
    case .coalesce(_, let type): return .coalesce(children, type)
    case .row(_, let type): return .row(children, type)
    case .array(_, let type): return .array(children, type)
    case .inList: return .inList(children[0], Array(children.dropFirst()))
    case .like: return .like(children[0], children[1], escape: children.count > 2 ? children[2] : nil)
    case .conditional(let branches, _, let type):
      let changed: [Branch] = branches.indices.map { index in
        Branch(when: children[index * 2], then: children[index * 2 + 1])
      }
      return .conditional(changed, otherwise: children[children.count - 1], type)
    }
  }

  /// Rewrites from the leaves; nil from the closure keeps a node.
  func rewritten(_ change: (Node) -> Node?) -> Node {
    let parts: [Node] = children
    let node: Node = parts.isEmpty ? self : with(children: parts.map { $0.rewritten(change) })
    return change(node) ?? node
  }

  /// With each column moved by the map.
  func mappingColumns(_ map: (Int) -> Int) -> Node {
    rewritten { node in
      if case .column(let index, let type, let origin) = node { return .column(map(index), type, origin) }
      return nil
    }
  }

  func collectColumns(into set: inout Set<Int>) {
    if case .column(let index, _, _) = self { set.insert(index) }
    for child in children { child.collectColumns(into: &set) }
  }

  var columns: Set<Int> {
    var set: Set<Int> = []
    collectColumns(into: &set)
    return set
  }

  var isConstant: Bool { if case .constant = self { true } else { false } }

  func contains(_ test: (Node) -> Bool) -> Bool { test(self) || children.contains { $0.contains(test) } }

  /// Whether evaluating it can fail for some value: then it must not be evaluated for rows that do not need it.
  var canFail: Bool {
    switch self {
    case .column, .constant, .scalarQuery, .exists, .aggregate: return false
    case .compare, .distinctFrom, .and, .or, .not, .isNull, .inList, .coalesce, .nullIf, .conditional, .row, .array,
      .field, .inQuery:
      return children.contains { $0.canFail }
    case .cast(let inner, _, let isTry): return isTry ? inner.canFail : true
    case .attempt: return false
    case .call, .arithmetic, .negate, .like, .element: return true
    }
  }

  /// The conditions that must all hold.
  var conjuncts: [Node] {
    if case .and(let operands) = self { return operands.flatMap { $0.conjuncts } }
    return [self]
  }

  static func conjunction(_ conditions: [Node]) -> Node? {
    switch conditions.count {
    case 0: nil
    case 1: conditions[0]
    default: .and(conditions)
    }
  }
}

/// Where a column reference stood. All are equal, so that two references to one column are equal.
struct ColumnOrigin: Sendable, Equatable {
  var name: String
  var position: SourcePosition?
  static func == (left: ColumnOrigin, right: ColumnOrigin) -> Bool { true }
  static let none = ColumnOrigin(name: "", position: nil)
}
