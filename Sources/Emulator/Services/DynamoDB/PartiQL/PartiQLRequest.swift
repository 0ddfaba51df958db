import Protocols
import Runtime

/// A statement of a request, read, before its table is looked for.
struct PartiQLRequest {
  let statement: PartiQLStatement
  let showsItem: Bool

  init(_ text: String, _ parameters: [ReceivedValue]?, showsItem: Bool) throws(AWSError) {
    for parameter in parameters ?? [] {
      if let fault = parameter.fault { throw AWSError.validation(fault.message) }
    }
    do {
      statement = try PartiQLParser.parse(text, (parameters ?? []).map(\.value))
    } catch {
      throw AWSError.validation(error.message)
    }
    self.showsItem = showsItem
  }

  /// The statement's table; of a write, an index is refused.
  func table(_ request: RequestContext, _ service: DynamoDBService) throws(AWSError) -> Table {
    let source = statement.source
    if !source.table.utf8.starts(with: "arn:".utf8) && !Self.isName(source.table) {
      throw AWSError.validation(
        "Table name should be within the length [3, 255] and only contain 'a-z', 'A-Z', '0-9', '-', '_', '.'.")
    }
    if source.index != nil && !statement.isRead {
      throw AWSError.validation("This operation is not supported on an index")
    }
    return try TableReference.table(source.table, request, service)
  }

  private static func isName(_ name: String) -> Bool {
    (3...255).contains(name.utf8.count)
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
          true
        default: false
        }
      }
  }

  private static func lowered<Result>(_ body: () throws(PartiQLFault) -> Result) throws(AWSError) -> Result {
    do { return try body() } catch { throw AWSError.validation(error.message) }
  }

  // MARK: Writes

  /// What INSERT, UPDATE, DELETE and EXISTS do to their item.
  func action(in table: Table) throws(AWSError) -> WriteAction {
    switch statement {
    case .insert(_, let members):
      let item = Item(try Self.lowered { () throws(PartiQLFault) in try PartiQLValue.map(of: members) })
      if ItemSize.of(item) > ItemSize.limit { throw AWSError.itemSize }
      if ItemSize.depth(of: item) > ItemSize.nestingLimit { throw AWSError.nestingLevels }
      let key = try ItemKey.ofItem(item, in: table)
      for index in table.indexes { try IndexKey.check(item, in: index) }
      var condition = WriteCondition(
        expression: .attributeNotExists(DocumentPath(table.key.partition.name)), expected: nil, showsItem: showsItem)
      condition.refusal = AWSError("DuplicateItemException", "Duplicate primary key exists in table")
      return WriteAction(
        table: table, key: key, keyItem: ItemChange.keys(of: table.key, in: item), change: .put(item),
        condition: condition)
    case .update(let statement):
      let (keyItem, rest) = try key(of: statement.condition, table)
      let update = try Self.lowered { () throws(PartiQLFault) in try PartiQLAnalysis.update(statement.actions) }
      for attribute in table.key.attributes where update.paths.contains(where: { $0.name == attribute.name }) {
        throw AWSError.keyUpdate(attribute.text)
      }
      return try action(in: table, keyItem, .update(update), mustExist: rest)
    case .delete(let statement):
      let (keyItem, rest) = try key(of: statement.condition, table)
      return WriteAction(
        table: table, key: try ItemKey.ofKey(keyItem, in: table), keyItem: keyItem, change: .delete,
        condition: WriteCondition(expression: rest, expected: nil, showsItem: showsItem))
    case .exists(let select):
      let (keyItem, rest) = try key(of: select.condition, table)
      guard let rest else {
        throw AWSError.validation("EXISTS() must contain a single item read with additional condition")
      }
      return try action(in: table, keyItem, .check, mustExist: rest)
    case .select: throw AWSError.internal("a SELECT is no write")
    }
  }

  private func key(of condition: PartiQLTerm?, _ table: Table) throws(AWSError) -> (Item, Condition?) {
    let (item, rest) = try Self.lowered { () throws(PartiQLFault) in try PartiQLKeys.single(condition, table.key) }
    if let rest { try ExpressionParameters.checkScalarKeys(rest.paths, table) }
    return (item, rest)
  }

  /// UPDATE and EXISTS need an item that is there.
  private func action(
    in table: Table, _ keyItem: Item, _ change: WriteAction.Change, mustExist rest: Condition?
  ) throws(AWSError) -> WriteAction {
    let exists = Condition.attributeExists(DocumentPath(table.key.partition.name))
    return WriteAction(
      table: table, key: try ItemKey.ofKey(keyItem, in: table), keyItem: keyItem, change: change,
      condition: WriteCondition(
        expression: rest.map { .and(exists, $0) } ?? exists, expected: nil, showsItem: showsItem))
  }

  /// What RETURNING asks for.
  func returned(old: Item?, new: Item?) -> Item? {
    switch statement {
    case .delete(let delete): return delete.returnsOld ? old : nil
    case .update(let update):
      let paths = update.actions.map { action in
        switch action {
        case .set(let path, _), .remove(let path): path
        }
      }
      switch update.returning {
      case "ALL_OLD": return old
      case "ALL_NEW": return new
      case "UPDATED_OLD": return old.map { Projection(paths: paths).applied(to: $0) }
      case "UPDATED_NEW": return new.map { Projection(paths: paths).applied(to: $0) }
      default: return nil
      }
    default: return nil
    }
  }

  var hasReturning: Bool {
    switch statement {
    case .delete(let delete): delete.returnsOld
    case .update(let update): update.returning != nil
    default: false
    }
  }

  // MARK: Reads of one item, as batches and transactions want them

  /// The key that a SELECT names, of all attributes and no more; nil where it does not.
  func singleKey(in table: Table) throws(AWSError) -> Item? {
    guard case .select(let select) = statement, select.source.index == nil else { return nil }
    guard let (item, rest) = try? PartiQLKeys.single(select.condition, table.key), rest == nil else { return nil }
    return item
  }

  func shown(_ item: Item) throws(AWSError) -> Item {
    guard case .select(let select) = statement else { return item }
    guard let columns = try columns(of: select) else { return item }
    return columns.applied(to: item)
  }

  func columns(of select: PartiQLSelect) throws(AWSError) -> PartiQLColumns? {
    try Self.lowered { () throws(PartiQLFault) in try PartiQLColumns(select.paths) }
  }
}

/// The columns of a SELECT: each path's value under the path's last name.
struct PartiQLColumns {
  private let columns: [(name: [UInt8], path: DocumentPath)]

  /// nil: all attributes as they are.
  init?(_ paths: [DocumentPath]?) throws(PartiQLFault) {
    guard let paths else { return nil }
    var columns: [(name: [UInt8], path: DocumentPath)] = []
    for path in paths {
      let name = PartiQLColumns.name(of: path)
      if columns.contains(where: { $0.name == name }) {
        throw PartiQLFault("Duplicate identifiers in select clause: \(String(decoding: name, as: UTF8.self))")
      }
      columns.append((name, path))
    }
    self.columns = columns
  }

  private static func name(of path: DocumentPath) -> [UInt8] {
    var name = path.name
    for step in path.steps {
      switch step {
      case .name(let inner): name = inner
      case .index(let index): name += Array("[\(index)]".utf8)
      }
    }
    return name
  }

  var paths: [DocumentPath] { columns.map(\.path) }

  func applied(to item: Item) -> Item {
    var shown = Item()
    for column in columns {
      if let value = item.value(of: column.path) { shown.append(column.name, value) }
    }
    return shown
  }
}
