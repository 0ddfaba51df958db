import SQLParser

/// Rewrites a plan: conditions go down to where their columns come from, equalities of joins become keys, and columns that
/// nobody reads are left out.
enum Optimizer {
  static func optimize(_ plan: Plan) -> Plan {
    let pushed: Plan = push([], into: plan)
    let width: Int = pushed.types.count
    return prune(pushed, Array(0..<width))
  }

  private static func filtered(_ conditions: [Node], _ plan: Plan) -> Plan {
    guard let condition: Node = Node.conjunction(conditions) else { return plan }
    return .filter(condition, plan)
  }

  // MARK: Conditions downwards

  private static func push(_ conditions: [Node], into plan: Plan) -> Plan {
    switch plan {
    case .filter(let condition, let input): return push(conditions + condition.conjuncts, into: input)
    case .project(let nodes, let input):
      // A condition moves below when the columns that it reads are plain enough to be put in its place.
      var below: [Node] = []
      var above: [Node] = []
      for condition in conditions {
        let movable: Bool = condition.columns.allSatisfy { index in isPlain(nodes[index]) }
        if movable { below.append(substituted(condition, nodes)) } else { above.append(condition) }
      }
      return filtered(above, .project(nodes, push(below, into: input)))
    case .scan(var scan):
      scan.conditions += conditions
      return filtered(conditions, .scan(scan))
    case .join(let join): return pushIntoJoin(conditions, join)
    case .sort(let keys, let limit, let input):
      if limit == nil { return .sort(keys, limit: nil, push(conditions, into: input)) }
      return filtered(conditions, .sort(keys, limit: limit, push([], into: input)))
    case .union(let inputs): return .union(inputs.map { push(conditions, into: $0) })
    case .aggregate(let aggregate, let input):
      var below: [Node] = []
      var above: [Node] = []
      for condition in conditions {
        let columns: Set<Int> = condition.columns
        let movable: Bool =
          !aggregate.isGlobal && !columns.isEmpty && columns.allSatisfy { $0 < aggregate.keys.count }
        if movable {
          below.append(condition.mappingColumns { aggregate.keys[$0] })
        } else {
          above.append(condition)
        }
      }
      return filtered(above, .aggregate(aggregate, push(below, into: input)))
    case .limit(let offset, let count, let input):
      var inner: Plan = push([], into: input)
      if conditions.isEmpty, offset == 0, let count { inner = limited(inner, count) }
      return filtered(conditions, .limit(offset: offset, count: count, inner))
    case .setDifference(let isIntersect, let isDistinct, let left, let right):
      return filtered(
        conditions,
        .setDifference(isIntersect: isIntersect, isDistinct: isDistinct, push([], into: left), push([], into: right)))
    case .unnest(let unnest, let input):
      let width: Int = input.types.count
      let below: [Node] = conditions.filter { $0.columns.allSatisfy { $0 < width } }
      let above: [Node] = conditions.filter { !$0.columns.allSatisfy { $0 < width } }
      return filtered(above, .unnest(unnest, push(below, into: input)))
    case .values: return filtered(conditions, plan)
    }
  }

  /// A limit straight above a scan lets the source read less.
  private static func limited(_ plan: Plan, _ count: Int) -> Plan {
    switch plan {
    case .scan(var scan):
      scan.limit = count
      return .scan(scan)
    case .project(let nodes, let input): return .project(nodes, limited(input, count))
    default: return plan
    }
  }

  private static func isPlain(_ node: Node) -> Bool {
    switch node {
    case .column, .constant: true
    case .cast(let inner, _, _), .field(let inner, _, _): isPlain(inner)
    default: false
    }
  }

  private static func substituted(_ condition: Node, _ nodes: [Node]) -> Node {
    condition.rewritten { node in if case .column(let index, _, _) = node { nodes[index] } else { nil } }
  }

  // MARK: Joins

  private static func pushIntoJoin(_ conditions: [Node], _ join: JoinPlan) -> Plan {
    var join: JoinPlan = join
    let width: Int = join.left.types.count
    func side(_ node: Node) -> (left: Bool, right: Bool) {
      let columns: Set<Int> = node.columns
      return (columns.contains { $0 < width }, columns.contains { $0 >= width })
    }
    var left: [Node] = []
    var right: [Node] = []
    var above: [Node] = []
    var matching: [Node] = join.condition?.conjuncts ?? []
    for condition in conditions {
      let (readsLeft, readsRight): (Bool, Bool) = side(condition)
      if join.type == .inner {
        matching.append(condition)
      } else if readsLeft, !readsRight, join.type == .left {
        left.append(condition)
      } else if readsRight, !readsLeft, join.type == .right {
        right.append(condition)
      } else {
        above.append(condition)
      }
    }
    var residual: [Node] = []
    for condition in matching {
      let (readsLeft, readsRight): (Bool, Bool) = side(condition)
      if readsLeft != readsRight,
        join.type == .inner || (join.type == .left && readsRight)
          || (join.type == .right && readsLeft)
      {
        if readsLeft { left.append(condition) } else { right.append(condition) }
      } else if case .compare(.equal, let first, let second) = condition, let keys = keys(first, second, width) {
        join.leftKeys.append(keys.left)
        join.rightKeys.append(keys.right)
      } else {
        residual.append(condition)
      }
    }
    join.left = push(left, into: join.left)
    join.right = push(right.map { node in node.mappingColumns { $0 - width } }, into: join.right)
    join.condition = Node.conjunction(residual)
    return filtered(above, .join(join))
  }

  /// The two sides of an equality, when each reads one side of the join.
  private static func keys(_ first: Node, _ second: Node, _ width: Int) -> (left: Node, right: Node)? {
    func isLeft(_ node: Node) -> Bool { !node.columns.isEmpty && node.columns.allSatisfy { $0 < width } }
    func isRight(_ node: Node) -> Bool { !node.columns.isEmpty && node.columns.allSatisfy { $0 >= width } }
    if isLeft(first), isRight(second) { return (first, second.mappingColumns { $0 - width }) }
    if isLeft(second), isRight(first) { return (second, first.mappingColumns { $0 - width }) }
    return nil
  }

  // MARK: Columns

  /// The plan with only those outputs, in that order.
  private static func prune(_ plan: Plan, _ wanted: [Int]) -> Plan {
    switch plan {
    case .scan(var scan):
      let columns: [Int] = wanted.map { scan.columns[$0] }
      let old: [Int] = scan.columns
      // Conditions keep reading by the table's own numbers.
      scan.conditions = scan.conditions.map { $0.mappingColumns { old[$0] } }
      scan.columns = columns
      return .scan(scan)
    case .values(let rows, let types):
      return .values(rows.map { row in wanted.map { row[$0] } }, wanted.map { types[$0] })
    case .filter(let condition, let input):
      return narrowed(wanted, extra: condition.columns, input) { inner, map in
        .filter(condition.mappingColumns(map), inner)
      }
    case .project(let nodes, let input):
      let kept: [Node] = wanted.map { nodes[$0] }
      var needed: Set<Int> = []
      for node in kept { node.collectColumns(into: &needed) }
      let order: [Int] = needed.sorted()
      let map: [Int: Int] = positions(order)
      return .project(kept.map { $0.mappingColumns { map[$0] ?? 0 } }, prune(input, order))
    case .aggregate(var aggregate, let input):
      let keyCount: Int = aggregate.keys.count
      let calls: [Int] = Set(wanted.filter { $0 >= keyCount }.map { $0 - keyCount }).sorted()
      var needed: Set<Int> = Set(aggregate.keys)
      for call in calls {
        needed.formUnion(aggregate.calls[call].arguments)
        if let filter: Int = aggregate.calls[call].filter { needed.insert(filter) }
      }
      let order: [Int] = needed.sorted()
      let map: [Int: Int] = positions(order)
      let old: [AggregateCall] = aggregate.calls
      aggregate.keys = aggregate.keys.map { map[$0] ?? 0 }
      aggregate.calls = calls.map { index in
        var call: AggregateCall = old[index]
        call.arguments = call.arguments.map { map[$0] ?? 0 }
        call.filter = call.filter.map { map[$0] ?? 0 }
        return call
      }
      let outputs: [Int: Int] = positions(Array(0..<keyCount) + calls.map { $0 + keyCount })
      return selected(.aggregate(aggregate, prune(input, order)), wanted.map { outputs[$0] ?? 0 })
    case .join(let join): return pruneJoin(join, wanted)
    case .sort(let keys, let limit, let input):
      return narrowed(wanted, extra: Set(keys.map { $0.column }), input) { inner, map in
        let moved: [SortKey] = keys.map {
          SortKey(column: map($0.column), isDescending: $0.isDescending, nullsFirst: $0.nullsFirst)
        }
        return .sort(moved, limit: limit, inner)
      }
    case .limit(let offset, let count, let input):
      return .limit(offset: offset, count: count, prune(input, wanted))
    case .union(let inputs): return .union(inputs.map { prune($0, wanted) })
    case .setDifference(let isIntersect, let isDistinct, let left, let right):
      // All columns decide which rows are equal.
      let all: [Int] = Array(left.types.indices)
      return selected(
        .setDifference(isIntersect: isIntersect, isDistinct: isDistinct, prune(left, all), prune(right, all)), wanted)
    case .unnest(var unnest, let input):
      let width: Int = input.types.count
      var needed: Set<Int> = Set(wanted.filter { $0 < width })
      for operand in unnest.operands { operand.collectColumns(into: &needed) }
      let order: [Int] = needed.sorted()
      let map: [Int: Int] = positions(order)
      unnest.operands = unnest.operands.map { $0.mappingColumns { map[$0] ?? 0 } }
      let outputs: [Int] = wanted.map { $0 < width ? map[$0] ?? 0 : order.count + $0 - width }
      return selected(.unnest(unnest, prune(input, order)), outputs)
    }
  }

  private static func positions(_ order: [Int]) -> [Int: Int] {
    var map: [Int: Int] = [:]
    for (index, column) in order.enumerated() { map[column] = index }
    return map
  }

  /// Those columns of the plan; the plan itself when they are all of them in order.
  private static func selected(_ plan: Plan, _ columns: [Int]) -> Plan {
    let types: [SQLType] = plan.types
    if columns == Array(types.indices) { return plan }
    return .project(columns.map { .column($0, types[$0], .none) }, plan)
  }

  private static func narrowed(
    _ wanted: [Int], extra: Set<Int>, _ input: Plan, _ make: (Plan, @escaping (Int) -> Int) -> Plan
  ) -> Plan {
    let order: [Int] = Set(wanted).union(extra).sorted()
    let map: [Int: Int] = positions(order)
    let plan: Plan = make(prune(input, order)) { map[$0] ?? 0 }
    return selected(plan, wanted.map { map[$0] ?? 0 })
  }

  private static func pruneJoin(_ join: JoinPlan, _ wanted: [Int]) -> Plan {
    var join: JoinPlan = join
    let width: Int = join.left.types.count
    var needed: Set<Int> = Set(wanted)
    join.condition?.collectColumns(into: &needed)
    var left: Set<Int> = Set(needed.filter { $0 < width })
    var right: Set<Int> = Set(needed.filter { $0 >= width }.map { $0 - width })
    for key in join.leftKeys { key.collectColumns(into: &left) }
    for key in join.rightKeys { key.collectColumns(into: &right) }
    let leftOrder: [Int] = left.sorted()
    let rightOrder: [Int] = right.sorted()
    let leftMap: [Int: Int] = positions(leftOrder)
    let rightMap: [Int: Int] = positions(rightOrder)
    join.leftKeys = join.leftKeys.map { $0.mappingColumns { leftMap[$0] ?? 0 } }
    join.rightKeys = join.rightKeys.map { $0.mappingColumns { rightMap[$0] ?? 0 } }
    func moved(_ column: Int) -> Int {
      column < width ? leftMap[column] ?? 0 : leftOrder.count + (rightMap[column - width] ?? 0)
    }
    join.condition = join.condition?.mappingColumns(moved)
    join.left = prune(join.left, leftOrder)
    join.right = prune(join.right, rightOrder)
    return selected(.join(join), wanted.map(moved))
  }
}
