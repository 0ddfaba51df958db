import SQLParser

/// IN over lists and subqueries, three-valued: no match beside a NULL is unknown.
enum MembershipEvaluation {
  static func inList(_ value: Node, _ list: [Node]) -> Evaluator {
    let type: SQLType = value.type
    guard list.allSatisfy({ $0.isConstant }), isSimple(type) else { return spelledOut(value, list) }
    var members: Set<Datum> = []
    var hasNull = false
    for case .constant(let member, _) in list {
      if member.isNull { hasNull = true } else { members.insert(SubqueryAnswers.key(member, type)) }
    }
    let known: Set<Datum> = members
    let unknown: Bool = hasNull
    let inner: Evaluator = Compiler.compile(value)
    return { (batch, context) throws(QueryFailure) -> Column in
      answer(try inner(batch, context), type, known, hasNull: unknown, batch.count)
    }
  }

  static func inQuery(_ value: Node, _ number: Int) -> Evaluator {
    let inner: Evaluator = Compiler.compile(value)
    let type: SQLType = value.type
    return { (batch, context) throws(QueryFailure) -> Column in
      guard case .set(let members, let hasNull)? = context.subqueries[number] else {
        throw .internalError("subquery \(number) was not run")
      }
      if members.isEmpty, !hasNull { return .constant(.bool(false), .boolean, count: batch.count) }
      return answer(try inner(batch, context), type, members, hasNull: hasNull, batch.count)
    }
  }

  /// Types whose equality is that of the keys.
  private static func isSimple(_ type: SQLType) -> Bool {
    switch type {
    case .array, .map, .row, .double, .real: false
    default: true
    }
  }

  private static func answer(
    _ column: Column, _ type: SQLType, _ members: Set<Datum>, hasNull: Bool, _ count: Int
  ) -> Column {
    if case .int(let values) = column.storage, type != .timestampWithZone, !column.isConstant, !hasNull {
      var numbers: Set<Int64> = []
      for member in members { numbers.insert(member.intValue) }
      return Column(.bool(values.map { numbers.contains($0) }), validity: column.validity, count: count)
    }
    let builder = ColumnBuilder(.boolean)
    for row in 0..<count {
      let value: Datum = column.datum(row)
      if value.isNull {
        builder.appendNull()
      } else if members.contains(SubqueryAnswers.key(value, type)) {
        builder.append(bool: true)
      } else if hasNull {
        builder.appendNull()
      } else {
        builder.append(bool: false)
      }
    }
    return builder.finish()
  }

  private static func spelledOut(_ value: Node, _ list: [Node]) -> Evaluator {
    Compiler.compile(.or(list.map { .compare(.equal, value, $0) } + [.constant(.bool(false), .boolean)]))
  }
}

/// LIKE; a constant pattern is read once.
enum LikeEvaluation {
  static func compile(_ value: Node, _ pattern: Node, _ escape: Node?) -> Evaluator {
    let text: Evaluator = Compiler.compile(value)
    let patterns: Evaluator = Compiler.compile(pattern)
    let escapes: Evaluator? = escape.map { Compiler.compile($0) }
    return { (batch, context) throws(QueryFailure) -> Column in
      let column: Column = try text(batch, context)
      let wanted: Column = try patterns(batch, context)
      let marks: Column? = try escapes.map { (evaluate: Evaluator) throws(QueryFailure) -> Column in
        try evaluate(batch, context)
      }
      guard wanted.isConstant, marks?.isConstant ?? true, case .bytes(let spans, let data) = column.storage else {
        let builder = ColumnBuilder(.boolean)
        for row in 0..<batch.count {
          let (value, pattern): (Datum, Datum) = (column.datum(row), wanted.datum(row))
          let mark: Datum? = marks?.datum(row)
          if value.isNull || pattern.isNull || mark?.isNull ?? false {
            builder.appendNull()
          } else {
            let compiled: LikePattern = try LikePattern(pattern.bytesValue, escape: mark?.bytesValue)
            builder.append(bool: value.bytesValue.withUnsafeBytes { compiled.matches($0) })
          }
        }
        return builder.finish()
      }
      if batch.count == 0 || !wanted.isValid(0) || !(marks?.isValid(0) ?? true) {
        return .nulls(.boolean, count: batch.count)
      }
      let compiled: LikePattern = try LikePattern(wanted.datum(0).bytesValue, escape: marks?.datum(0).bytesValue)
      let flags: [Bool] = data.withUnsafeBytes { raw in
        spans.map { compiled.matches(UnsafeRawBufferPointer(rebasing: raw[$0.range])) }
      }
      return Column(.bool(flags), validity: column.validity, count: batch.count, isConstant: column.isConstant)
    }
  }
}

/// `array[index]` and `map[key]`.
enum SubscriptEvaluation {
  static func compile(_ base: Node, _ index: Node, _ type: SQLType) -> Evaluator {
    let container: Evaluator = Compiler.compile(base)
    let keys: Evaluator = Compiler.compile(index)
    let keyType: SQLType = index.type
    return { (batch, context) throws(QueryFailure) -> Column in
      let column: Column = try container(batch, context)
      let wanted: Column = try keys(batch, context)
      var rows = [Int32](repeating: -1, count: batch.count)
      switch column.storage {
      case .array(let spans, let child):
        for row in 0..<batch.count where column.isValid(row) && wanted.isValid(row) {
          let span: Span = spans[column.place(row)]
          let number: Int64 = wanted.datum(row).intValue
          if number == 0 { throw .invalidArgument("SQL array indices start at 1") }
          if number < 0 { throw .invalidArgument("Array subscript is negative: \(number)") }
          if number > Int64(span.count) {
            throw .invalidArgument(
              "Array subscript must be less than or equal to array length: \(number) > \(span.count)")
          }
          rows[row] = Int32(Int(span.start) + Int(number) - 1)
        }
        return child.gather(rows)
      case .map(let spans, let keyColumn, let values):
        for row in 0..<batch.count where column.isValid(row) && wanted.isValid(row) {
          let key: Datum = wanted.datum(row)
          guard
            let found: Int = spans[column.place(row)].range.first(where: {
              Ordering.compare(keyColumn.datum($0), key, keyType) == 0
            })
          else { throw .invalidArgument("Key not present in map: " + CellText.text(key, keyType)) }
          rows[row] = Int32(found)
        }
        return values.gather(rows)
      default: return .nulls(type, count: batch.count)
      }
    }
  }
}
