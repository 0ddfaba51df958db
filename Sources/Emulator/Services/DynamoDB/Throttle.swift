import Protocols
import Storage

/// `--dynamodb-throttle`: what is provisioned is all that there is. Each table and each global index has a store of read
/// and of write units that fills by its throughput, up to five minutes of it, as DynamoDB keeps unused capacity for
/// bursts (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/burst-adaptive-capacity.html). A request is
/// served as long as a unit is left and may then take more than that; until it is made good, others are throttled.
///
/// Tables paid by request are held to their OnDemandThroughput, second by second. Loop only; a restart fills the stores
/// by one second.
final class Throttle {
  enum Kind: String {
    case read = "Read"
    case write = "Write"
  }

  private struct Place: Hashable {
    var space: Int
    var kind: Kind
  }

  private struct Level {
    var units: Double
    var time: Int64
  }

  private static let burst = 300.0

  private unowned let round: Round
  private var levels: [Place: Level] = [:]

  init(_ round: Round) { self.round = round }

  /// Units a second, and for how many seconds they are kept; nil: no limit.
  private func limit(_ table: Table, _ index: SecondaryIndex?, _ kind: Kind) -> (rate: Double, seconds: Double)? {
    if let throughput = index?.isLocal == false ? index?.throughput : table.throughput {
      return (Double(kind == .read ? throughput.read : throughput.write), Throttle.burst)
    }
    let onDemand =
      index?.isLocal == false
      ? index?.definition[IndexDefinition.onDemandThroughput] : table.definition[TableDefinition.onDemandThroughput]
    let most =
      kind == .read
      ? onDemand?[OnDemandThroughput.maxReadRequestUnits] : onDemand?[OnDemandThroughput.maxWriteRequestUnits]
    return most.map { (Double($0), 1) }
  }

  /// What is left; nil: no limit.
  private func level(_ table: Table, _ index: SecondaryIndex?, _ kind: Kind, _ now: Timestamp) -> (Place, Level)? {
    guard let (rate, seconds) = limit(table, index, kind) else { return nil }
    // Local indexes live on their table's throughput.
    let place = Place(space: index?.isLocal == false ? index?.id ?? table.id : table.id, kind: kind)
    guard let known = levels[place] else { return (place, Level(units: rate, time: now.milliseconds)) }
    let gained = rate * Double(max(0, now.milliseconds - known.time)) / 1000
    return (place, Level(units: min(rate * seconds, known.units + gained), time: now.milliseconds))
  }

  /// Whether nothing is left once `units` are taken.
  func isExhausted(
    _ table: Table, _ index: SecondaryIndex?, _ kind: Kind, _ now: Timestamp, beyond units: Double = 0
  ) -> Bool {
    guard let (_, level) = level(table, index, kind, now) else { return false }
    return level.units - units < 1
  }

  /// Takes units, or throttles the request that wants them.
  func take(
    _ units: Double, _ table: Table, _ index: SecondaryIndex?, _ kind: Kind, _ now: Timestamp
  ) throws(AWSError) {
    if units == 0 { return }
    guard let (place, level) = level(table, index, kind, now) else { return }
    if level.units < min(1, units) { throw AWSError.throttled(table, index?.isLocal == false ? index : nil, kind) }
    let old = levels[place]
    levels[place] = Level(units: level.units - units, time: level.time)
    round.onUndo { [self] in levels[place] = old }
  }

  /// Of a write with its indexes, or of a read with what it fetched.
  func take(_ units: WriteUnits, _ table: Table, _ kind: Kind, _ now: Timestamp) throws(AWSError) {
    try take(units.table, table, nil, kind, now)
    for (index, cost) in units.indexes { try take(cost, table, index, kind, now) }
  }
}
