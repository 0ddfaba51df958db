import Protocols
import Runtime

/// A page of a SELECT: a walk over the partitions that the statement names, or over all of the table or index.
struct PartiQLReading {
  private(set) var items: [Item] = []
  private(set) var lastEvaluatedKey: Item?
  private(set) var nextToken: String?
  private(set) var units = 0.0
  private(set) var fetched = 0.0
  let target: ReadTarget

  /// `token` is that of the page before; `digest` tells whether it belongs to this statement.
  init(
    _ select: PartiQLSelect, _ statement: PartiQLRequest, in table: Table, isConsistent: Bool, limit: Int?,
    token: String?, digest: [UInt8], _ store: DynamoDBStore
  ) throws(AWSError) {
    target = try ReadTarget(table, index: select.source.index, isConsistent: isConsistent)
    let plan = try PartiQLPlan(select, target)
    let columns = try statement.columns(of: select)
    if let columns { try ExpressionParameters.checkScalarKeys(columns.paths, table) }
    let fetches = try target.needsFetch(
      select: nil, projection: columns.map { Projection(paths: $0.paths) },
      filter: plan.filter?.paths.map(\.name) ?? [])
    var place = try PartiQLCursor.Place(token, digest)
    var bytes = 0
    var left = limit
    while place.partition < plan.ranges.count {
      var range = plan.ranges[place.partition]
      if let start = place.key {
        let key = try target.key(ofStart: start)
        if !range.contains(key) { throw AWSError.validation("NextToken does not match request") }
        if plan.isForward { range.lower = ItemKey.after(key) } else { range.upper = key }
      }
      let page = try ItemPage(
        range, of: target, forward: plan.isForward, limit: left,
        ItemPage.Selection(filter: plan.filter, returnsItems: true, fetches: fetches), store)
      items += page.items.map { columns?.applied(to: $0) ?? $0 }
      bytes += page.bytes
      fetched += isConsistent ? page.fetchedUnits : page.fetchedUnits / 2
      units +=
        plan.isScan
        ? page.scanUnits(of: target, consistent: isConsistent)
        : CapacityUnits.read(page.bytes, consistent: isConsistent)
      left = left.map { $0 - page.scannedCount }
      if let last = page.lastEvaluatedKey {
        place.key = last
        lastEvaluatedKey = last
        nextToken = PartiQLCursor.text(of: place, digest)
        return
      }
      place = PartiQLCursor.Place(partition: place.partition + 1)
      if place.partition < plan.ranges.count, left.map({ $0 <= 0 }) ?? false || bytes >= ItemSize.pageLimit {
        nextToken = PartiQLCursor.text(of: place, digest)
        return
      }
    }
  }
}

/// How a SELECT is read.
private struct PartiQLPlan {
  /// One for each partition that the statement names; else one for all.
  var ranges: [KeyRange]
  var filter: Condition?
  var isForward = true
  var isScan = false

  init(_ select: PartiQLSelect, _ target: ReadTarget) throws(AWSError) {
    do throws(PartiQLFault) {
      guard let keys = try PartiQLKeys.reading(select.condition, target) else {
        if !select.order.isEmpty {
          throw PartiQLFault(
            select.condition == nil
              ? "Must have WHERE clause in the statement when using ORDER BY clause."
              : "Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY clause.")
        }
        ranges = [KeyRange(space: target.space)]
        if let condition = select.condition { filter = try PartiQLAnalysis.condition(condition) }
        isScan = true
        return
      }
      filter = keys.rest
      ranges = []
      let (partitions, isForward) = try PartiQLPlan.order(select.order, keys, target)
      self.isForward = isForward
      do throws(AWSError) {
        for values in partitions { ranges.append(try target.range(keys.conditions(values, target))) }
      } catch {
        throw PartiQLFault(error.message ?? "")
      }
    } catch {
      throw AWSError.validation(error.message)
    }
  }

  /// ORDER BY: the partitions in their order, and the direction within them.
  private static func order(
    _ order: [(path: DocumentPath, isDescending: Bool)], _ keys: PartiQLKeys, _ target: ReadTarget
  ) throws(PartiQLFault) -> (partitions: [[AttributeValue]], isForward: Bool) {
    var partitions = keys.partitions
    var isForward = true
    var ordersPartitions = false
    for (path, isDescending) in order {
      guard !path.isNested, target.attributes.contains(where: { $0.name == path.name }) else {
        throw PartiQLFault(
          "Attribute \(String(decoding: path.name, as: UTF8.self)) in ORDER BY clause must be part of the primary key")
      }
      if let place = target.partition.firstIndex(where: { $0.name == path.name }) {
        ordersPartitions = true
        partitions.sort { one, other in
          let comparison = one[place].compared(to: other[place]) ?? 0
          return isDescending ? comparison > 0 : comparison < 0
        }
      } else {
        isForward = !isDescending
      }
    }
    if !order.isEmpty && partitions.count > 1 && !ordersPartitions {
      throw PartiQLFault(
        "Must have hash key in ORDER BY clause when more than one hash key condition specified in WHERE clause.")
    }
    return (partitions, isForward)
  }
}

/// NextToken of a SELECT: where to go on, and of which statement, as JSON in base64.
enum PartiQLCursor {
  struct Place {
    /// Of the statement's partitions, in their order.
    var partition = 0
    /// The key evaluated last.
    var key: Item?

    init(partition: Int) { self.partition = partition }

    init(_ token: String?, _ digest: [UInt8]) throws(AWSError) {
      guard let token else { return }
      guard let bytes = Base64.decode(token), let json = try? JSONValue.parse(bytes),
        let partition = json["p"]?.int, partition >= 0, let statement = json["s"]?.string
      else { throw AWSError.validation("Invalid NextToken") }
      if statement != Base64.encode(digest) { throw AWSError.validation("NextToken does not match request") }
      self.partition = partition
      if let key = json["k"] {
        guard let item = ItemJSON.item(key.bytes) else { throw AWSError.validation("Invalid NextToken") }
        self.key = item
      }
    }
  }

  static func text(of place: Place, _ digest: [UInt8]) -> String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("p")
    writer.raw(String(place.partition))
    writer.key("s")
    writer.string(Base64.encode(digest))
    if let key = place.key {
      writer.key("k")
      AttributeEncoder.write(key, to: &writer)
    }
    writer.endObject()
    return Base64.encode(writer.bytes)
  }
}
