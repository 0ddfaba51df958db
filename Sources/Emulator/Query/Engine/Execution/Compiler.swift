import SQLParser

typealias Evaluator = @Sendable (Batch, EvaluationContext) throws(QueryFailure) -> Column

/// Turns typed expressions into closures over batches.
enum Compiler {
  static func compile(_ node: Node) -> Evaluator {
    switch node {
    case .column(let index, _, _):
      return { (batch, _) throws(QueryFailure) -> Column in batch.columns[index] }
    case .constant(let value, let type):
      let one: Column = .constant(value, type, count: 1)
      return { (batch, _) throws(QueryFailure) -> Column in
        var column: Column = one
        column.count = batch.count
        return column
      }
    case .call(let function, let arguments, let type): return call(function, arguments, type)
    case .arithmetic(let operation, let left, let right, let type):
      let (first, second): (Evaluator, Evaluator) = (compile(left), compile(right))
      let (leftType, rightType): (SQLType, SQLType) = (left.type, right.type)
      return { (batch, context) throws(QueryFailure) -> Column in
        try ArithmeticKernels.apply(
          operation, try first(batch, context), leftType, try second(batch, context), rightType, type, batch.count)
      }
    case .negate(let operand, let type):
      let inner: Evaluator = compile(operand)
      return { (batch, context) throws(QueryFailure) -> Column in
        try ArithmeticKernels.negate(try inner(batch, context), type)
      }
    case .compare(let comparison, let left, let right):
      let (first, second): (Evaluator, Evaluator) = (compile(left), compile(right))
      let type: SQLType = left.type
      return { (batch, context) throws(QueryFailure) -> Column in
        try Kernels.compare(comparison, try first(batch, context), try second(batch, context), type, batch.count)
      }
    case .distinctFrom(let left, let right):
      let (first, second): (Evaluator, Evaluator) = (compile(left), compile(right))
      let type: SQLType = left.type
      return { (batch, context) throws(QueryFailure) -> Column in
        Kernels.distinctFrom(try first(batch, context), try second(batch, context), type, batch.count)
      }
    case .and(let operands): return logical(operands, isAnd: true)
    case .or(let operands): return logical(operands, isAnd: false)
    case .not(let operand):
      let inner: Evaluator = compile(operand)
      return { (batch, context) throws(QueryFailure) -> Column in Kernels.not(try inner(batch, context)) }
    case .isNull(let operand):
      let inner: Evaluator = compile(operand)
      return { (batch, context) throws(QueryFailure) -> Column in Kernels.isNull(try inner(batch, context)) }
    case .inList(let value, let list): return MembershipEvaluation.inList(value, list)
    case .inQuery(let value, let number): return MembershipEvaluation.inQuery(value, number)
    case .like(let value, let pattern, let escape): return LikeEvaluation.compile(value, pattern, escape)
    case .conditional(let branches, let otherwise, let type): return conditional(branches, otherwise, type)
    case .coalesce(let operands, let type): return coalesce(operands, type)
    case .nullIf(let left, let right, let type):
      let result: Evaluator = compile(left)
      let equal: Evaluator = compile(
        .compare(
          .equal, FunctionResolution.converted(left, to: type), FunctionResolution.converted(right, to: type)))
      return { (batch, context) throws(QueryFailure) -> Column in
        let value: Column = try result(batch, context)
        let same: [Int32] = Kernels.selected(try equal(batch, context))
        if same.isEmpty { return value }
        var rows: [Int32] = (0..<Int32(batch.count)).map { $0 }
        for row in same { rows[Int(row)] = -1 }
        return value.gather(rows)
      }
    case .cast(let operand, let type, let isTry): return CastEvaluation.compile(operand, type, isTry: isTry)
    case .attempt(let operand): return attempt(operand)
    case .row(let operands, _):
      let parts: [Evaluator] = operands.map { compile($0) }
      return { (batch, context) throws(QueryFailure) -> Column in
        var columns: [Column] = []
        for part in parts { columns.append(try part(batch, context).flattened()) }
        return Column(.row(columns), validity: nil, count: batch.count)
      }
    case .array(let operands, let type):
      let parts: [Evaluator] = operands.map { compile($0) }
      return { (batch, context) throws(QueryFailure) -> Column in
        var columns: [Column] = []
        for part in parts { columns.append(try part(batch, context)) }
        let builder = ColumnBuilder(type)
        for row in 0..<batch.count {
          let start: Int = builder.children[0].count
          for column in columns { builder.children[0].append(column, row) }
          builder.closeNested(from: start)
        }
        return builder.finish()
      }
    case .field(let operand, let index, let type):
      let inner: Evaluator = compile(operand)
      return { (batch, context) throws(QueryFailure) -> Column in
        let row: Column = try inner(batch, context)
        guard case .row(let columns) = row.storage else { return .nulls(type, count: batch.count) }
        var column: Column = columns[index]
        if row.isConstant {
          column.isConstant = true
          column.count = batch.count
        }
        if let outer: [Bool] = row.validity {
          column.validity = column.validity.map { inside in zip(inside, outer).map { $0 && $1 } } ?? outer
        }
        return column
      }
    case .element(let base, let index, let type): return SubscriptEvaluation.compile(base, index, type)
    case .scalarQuery(let number, let type):
      return { (batch, context) throws(QueryFailure) -> Column in
        guard case .scalar(let value)? = context.subqueries[number] else {
          throw .internalError("subquery \(number) was not run")
        }
        return .constant(value, type, count: batch.count)
      }
    case .exists(let number):
      return { (batch, context) throws(QueryFailure) -> Column in
        guard case .exists(let found)? = context.subqueries[number] else {
          throw .internalError("subquery \(number) was not run")
        }
        return .constant(.bool(found), .boolean, count: batch.count)
      }
    case .aggregate:
      return { (_, _) throws(QueryFailure) -> Column in
        throw .internalError("an aggregate stands outside of an aggregation")
      }
    }
  }

  /// The value of an expression without columns.
  static func evaluate(_ node: Node, _ context: EvaluationContext) throws(QueryFailure) -> Datum {
    try compile(node)(Batch([], count: 1), context).datum(0)
  }

  // MARK: Calls

  private static func call(_ function: ScalarFunction, _ arguments: [Node], _ type: SQLType) -> Evaluator {
    let parts: [Evaluator] = arguments.map { compile($0) }
    let types: [SQLType] = arguments.map { $0.type }
    let vector: VectorBody? = function.vector
    let body = function.body
    let takesNulls: Bool = function.takesNulls
    let isFixed: Bool = function.isDeterministic
    return { (batch, context) throws(QueryFailure) -> Column in
      var columns: [Column] = []
      for part in parts { columns.append(try part(batch, context)) }
      if let vector { return try vector(columns, batch.count, context) }
      let once: Bool = isFixed && columns.allSatisfy { $0.isConstant } && batch.count > 0
      let builder = ColumnBuilder(type)
      var values = [Datum](repeating: .null, count: columns.count)
      for row in 0..<(once ? 1 : batch.count) {
        var hasNull = false
        for (index, column) in columns.enumerated() {
          values[index] = column.datum(row)
          if values[index].isNull { hasNull = true }
        }
        if hasNull, !takesNulls {
          builder.appendNull()
        } else {
          builder.append(try body(values, types, context))
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

  // MARK: Logic and branches

  /// Operands that can fail are evaluated only for the rows that the earlier ones left open.
  private static func logical(_ operands: [Node], isAnd: Bool) -> Evaluator {
    struct Operand: Sendable {
      var evaluate: Evaluator
      var canFail: Bool
      var columns: Set<Int>
    }
    let parts: [Operand] = operands.map { Operand(evaluate: compile($0), canFail: $0.canFail, columns: $0.columns) }
    return { (batch, context) throws(QueryFailure) -> Column in
      var result: Column = try parts[0].evaluate(batch, context)
      for part in parts.dropFirst() {
        if !part.canFail {
          result = Kernels.logical(result, try part.evaluate(batch, context), isAnd: isAnd, batch.count)
          continue
        }
        guard case .bool(let flags) = result.storage else { return result }
        let open: [Int32] = (0..<batch.count).filter { row in
          !result.isValid(row) || flags[result.place(row)] == isAnd
        }.map { Int32($0) }
        if open.isEmpty { return result }
        if open.count == batch.count {
          result = Kernels.logical(result, try part.evaluate(batch, context), isAnd: isAnd, batch.count)
        } else {
          var assembly = PieceAssembly(.boolean, count: batch.count)
          assembly.add(try part.evaluate(batch.gather(open, only: part.columns), context), at: open)
          result = Kernels.logical(result, assembly.finish(), isAnd: isAnd, batch.count)
        }
      }
      return result
    }
  }

  private static func conditional(_ branches: [Node.Branch], _ otherwise: Node, _ type: SQLType) -> Evaluator {
    struct Compiled: Sendable {
      var when: Evaluator
      var then: Evaluator
      var whenColumns: Set<Int>
      var thenColumns: Set<Int>
    }
    let compiled: [Compiled] = branches.map { branch in
      Compiled(
        when: compile(branch.when), then: compile(branch.then), whenColumns: branch.when.columns,
        thenColumns: branch.then.columns)
    }
    let last: Evaluator = compile(otherwise)
    let lastColumns: Set<Int> = otherwise.columns
    return { (batch, context) throws(QueryFailure) -> Column in
      var open: [Int32] = (0..<Int32(batch.count)).map { $0 }
      var assembly = PieceAssembly(type, count: batch.count)
      for branch in compiled {
        if open.isEmpty { break }
        let whole: Bool = open.count == batch.count
        let part: Batch = whole ? batch : batch.gather(open, only: branch.whenColumns)
        let hits: [Int32] = Kernels.selected(try branch.when(part, context))
        if hits.isEmpty { continue }
        let rows: [Int32] = hits.map { open[Int($0)] }
        let chosen: Batch = rows.count == batch.count ? batch : batch.gather(rows, only: branch.thenColumns)
        let piece: Column = try branch.then(chosen, context)
        if rows.count == batch.count { return piece }
        assembly.add(piece, at: rows)
        var taken = [Bool](repeating: false, count: open.count)
        for hit in hits { taken[Int(hit)] = true }
        open = open.enumerated().filter { !taken[$0.offset] }.map { $0.element }
      }
      if !open.isEmpty {
        if open.count == batch.count { return try last(batch, context) }
        assembly.add(try last(batch.gather(open, only: lastColumns), context), at: open)
      }
      return assembly.finish()
    }
  }

  private static func coalesce(_ operands: [Node], _ type: SQLType) -> Evaluator {
    let parts: [(evaluate: Evaluator, columns: Set<Int>)] = operands.map { (compile($0), $0.columns) }
    return { (batch, context) throws(QueryFailure) -> Column in
      var open: [Int32] = (0..<Int32(batch.count)).map { $0 }
      var assembly = PieceAssembly(type, count: batch.count)
      for part in parts {
        if open.isEmpty { break }
        let whole: Bool = open.count == batch.count
        let value: Column = try part.evaluate(whole ? batch : batch.gather(open, only: part.columns), context)
        if whole, !value.hasNulls { return value }
        assembly.add(value, at: open)
        open = open.enumerated().filter { !value.isValid($0.offset) }.map { $0.element }
      }
      return assembly.finish()
    }
  }

  /// TRY: a row that fails is NULL. Only a batch that fails is gone through row by row.
  private static func attempt(_ operand: Node) -> Evaluator {
    let inner: Evaluator = compile(operand)
    let type: SQLType = operand.type
    let columns: Set<Int> = operand.columns
    return { (batch, context) throws(QueryFailure) -> Column in
      do throws(QueryFailure) {
        return try inner(batch, context)
      } catch {
        if !isUserFault(error) { throw error }
      }
      let builder = ColumnBuilder(type)
      for row in 0..<batch.count {
        do throws(QueryFailure) {
          builder.append(try inner(batch.gather([Int32(row)], only: columns), context), 0)
        } catch {
          if !isUserFault(error) { throw error }
          builder.appendNull()
        }
      }
      return builder.finish()
    }
  }

  /// What TRY turns into NULL.
  private static func isUserFault(_ failure: QueryFailure) -> Bool {
    switch failure.name {
    case "DIVISION_BY_ZERO", "INVALID_CAST_ARGUMENT", "INVALID_FUNCTION_ARGUMENT", "NUMERIC_VALUE_OUT_OF_RANGE": true
    default: false
    }
  }
}
