/// Casts over columns.
enum CastEvaluation {
  static func compile(_ operand: Node, _ type: SQLType, isTry: Bool) -> Evaluator {
    let inner: Evaluator = Compiler.compile(operand)
    let from: SQLType = operand.type
    return { (batch, context) throws(QueryFailure) -> Column in
      let column: Column = try inner(batch, context)
      if let fast: Column = quick(column, from, type) { return fast }
      let once: Bool = column.isConstant && batch.count > 0
      let builder = ColumnBuilder(type)
      for row in 0..<(once ? 1 : batch.count) {
        do throws(QueryFailure) {
          builder.append(try Cast.datum(column.datum(row), from, type))
        } catch {
          if !isTry { throw error }
          builder.appendNull()
        }
      }
      var result: Column = builder.finish()
      if once {
        result.count = batch.count
        result.isConstant = true
      }
      return result
    }
  }

  /// Conversions that cannot fail, over the whole storage.
  private static func quick(_ column: Column, _ from: SQLType, _ to: SQLType) -> Column? {
    func with(_ storage: Column.Storage) -> Column {
      Column(storage, validity: column.validity, count: column.count, isConstant: column.isConstant)
    }
    if from == to { return column }
    switch (column.storage, to) {
    case (.bytes, .varchar(nil)) where from.isVarchar: return column
    case (.bytes, .varchar(let length?)):
      guard case .varchar(let shorter?) = from, shorter <= length else { return nil }
      return column
    case (.int, .bigint) where from.isInteger: return column
    case (.int, .integer) where from.isInteger && from != .bigint: return column
    case (.int(let values), .double) where from.isInteger: return with(.double(values.map { Double($0) }))
    case (.int(let values), .decimal(let precision, let scale))
    where from.isInteger && from.integerDigits + scale <= precision:
      let factor: Int128 = Decimal.power(scale)
      return with(.decimal(values.map { Int128($0) * factor }))
    case (.decimal(let values), .decimal(let precision, let scale)):
      guard case .decimal(let old, let oldScale) = from, scale >= oldScale, precision - scale >= old - oldScale else {
        return nil
      }
      let factor: Int128 = Decimal.power(scale - oldScale)
      return with(.decimal(values.map { $0 * factor }))
    case (.decimal(let values), .double):
      guard case .decimal(_, let scale) = from else { return nil }
      return with(.double(values.map { Decimal.double($0, scale: scale) }))
    case (.double, .double): return column
    case (.int(let values), .timestamp) where from == .date:
      return with(.int(values.map { $0 &* CivilTime.microsPerDay }))
    default: return nil
    }
  }
}
