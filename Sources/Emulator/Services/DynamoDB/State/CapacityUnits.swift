/// What reads and writes cost.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
package enum CapacityUnits {
  /// One unit for each begun 4 KB, at least one; half of that when the read need not be consistent.
  package static func read(_ bytes: Int, consistent: Bool) -> Double {
    let units = Double(max(1, (bytes + 4095) / 4096))
    return consistent ? units : units / 2
  }

  /// One unit for each begun 1 KB, at least one; an item replaced costs by the larger of the two.
  package static func write(_ bytes: Int, _ old: Int = 0) -> Double {
    Double(max(1, (max(bytes, old) + 1023) / 1024))
  }
}
