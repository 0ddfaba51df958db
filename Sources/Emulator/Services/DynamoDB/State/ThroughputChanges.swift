import Protocols

/// When the provisioned throughput of a table or an index went up and down at the last, as it is stored beside it.
enum ThroughputChanges: StructureShape {
  static let increased = Member<Timestamp>("Increased")
  static let decreased = Member<Timestamp>("Decreased")
  /// On the day of `decreased`.
  static let decreases = Member<Int>("Decreases")
  static let shape = structure("ThroughputChanges", increased, decreased, decreases)

  private static let day: Int64 = 86_400_000

  /// After a change of the throughput from `old` to `new`.
  static func after(
    _ changes: Values<ThroughputChanges>?, from old: Values<ProvisionedThroughput>?,
    to new: Values<ProvisionedThroughput>, _ now: Timestamp
  ) -> Values<ThroughputChanges> {
    var out = changes ?? Values<ThroughputChanges>()
    guard let old else { return out }
    let pairs = [ProvisionedThroughput.readCapacityUnits, ProvisionedThroughput.writeCapacityUnits].map {
      (old: old[$0], new: new[$0])
    }
    if pairs.contains(where: { $0.new > $0.old }) { out[increased] = now }
    if pairs.contains(where: { $0.new < $0.old }) {
      out[decreases] = decreasesToday(out, now) + 1
      out[decreased] = now
    }
    return out
  }

  private static func decreasesToday(_ changes: Values<ThroughputChanges>?, _ now: Timestamp) -> Int {
    guard let changes, let last = changes[decreased], last.milliseconds / day == now.milliseconds / day else {
      return 0
    }
    return changes[decreases] ?? 0
  }

  /// ProvisionedThroughput as DescribeTable tells it: zeros where requests are paid for.
  static func described(
    _ throughput: Values<ProvisionedThroughput>?, _ changes: Values<ThroughputChanges>?, _ now: Timestamp
  ) -> Values<ProvisionedThroughputDescription> {
    .with { out in
      out[ProvisionedThroughputDescription.lastIncreaseDateTime] = changes?[increased]
      out[ProvisionedThroughputDescription.lastDecreaseDateTime] = changes?[decreased]
      out[ProvisionedThroughputDescription.numberOfDecreasesToday] = decreasesToday(changes, now)
      out[ProvisionedThroughputDescription.readCapacityUnits] =
        throughput?[ProvisionedThroughput.readCapacityUnits] ?? 0
      out[ProvisionedThroughputDescription.writeCapacityUnits] =
        throughput?[ProvisionedThroughput.writeCapacityUnits] ?? 0
    }
  }
}

/// What a table or an index can take at once: as it was asked for, else what is provisioned, else what an on-demand
/// table begins with, 12,000 reads and 4,000 writes a second (recorded from AWS).
struct WarmLevel {
  static let initial = Table.Throughput(read: 12_000, write: 4_000)

  let read: Int
  let write: Int

  init(_ asked: Values<WarmThroughput>?, _ provisioned: Table.Throughput?) {
    let base = provisioned ?? WarmLevel.initial
    read = max(asked?[WarmThroughput.readUnitsPerSecond] ?? 0, base.read)
    write = max(asked?[WarmThroughput.writeUnitsPerSecond] ?? 0, base.write)
  }
}
