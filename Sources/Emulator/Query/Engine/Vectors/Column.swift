/// A place of bytes or elements in a column's shared data.
struct Span: Sendable {
  var start: UInt32
  var count: UInt32
  @inline(__always) init(_ start: Int, _ count: Int) {
    self.start = UInt32(truncatingIfNeeded: start)
    self.count = UInt32(truncatingIfNeeded: count)
  }
  @inline(__always) var range: Range<Int> { Int(start)..<Int(start) + Int(count) }
}

/// Up to 4,096 values of one type (more where an operator gathers its whole input), in their physical form.
/// Text and nested values are spans over data that columns share: filtering and cutting copy no bytes.
package struct Column: Sendable {
  enum Storage: Sendable {
    case bool([Bool])
    case int([Int64])
    case decimal([Int128])
    case double([Double])
    case bytes([Span], [UInt8])
    indirect case array([Span], Column)
    indirect case map([Span], Column, Column)
    case row([Column])
  }

  var storage: Storage
  /// false for NULL; nil where no value is NULL. One element when `isConstant`.
  var validity: [Bool]?
  /// How many rows it stands for.
  package var count: Int
  /// The storage holds one value, which all rows have.
  var isConstant = false

  init(_ storage: Storage, validity: [Bool]?, count: Int, isConstant: Bool = false) {
    self.storage = storage
    self.validity = validity
    self.count = count
    self.isConstant = isConstant
  }

  @inline(__always) func place(_ row: Int) -> Int { isConstant ? 0 : row }

  @inline(__always) func isValid(_ row: Int) -> Bool {
    guard let validity else { return true }
    return validity[place(row)]
  }

  var hasNulls: Bool { validity != nil }

  /// All rows the same.
  static func constant(_ value: Datum, _ type: SQLType, count: Int) -> Column {
    let builder = ColumnBuilder(type)
    builder.append(value)
    var column: Column = builder.finish()
    column.count = count
    column.isConstant = true
    return column
  }

  static func nulls(_ type: SQLType, count: Int) -> Column { constant(.null, type, count: count) }

  /// Without the constant form.
  func flattened() -> Column {
    isConstant ? gather([Int32](repeating: 0, count: count), isStored: true) : self
  }

  /// One row as a value.
  func datum(_ row: Int) -> Datum {
    if !isValid(row) { return .null }
    let at: Int = place(row)
    switch storage {
    case .bool(let values): return .bool(values[at])
    case .int(let values): return .int(values[at])
    case .decimal(let values): return .decimal(values[at])
    case .double(let values): return .double(values[at])
    case .bytes(let spans, let data): return .bytes(Array(data[spans[at].range]))
    case .array(let spans, let child): return .array(spans[at].range.map { child.datum($0) })
    case .map(let spans, let keys, let values):
      return .map(spans[at].range.map { keys.datum($0) }, spans[at].range.map { values.datum($0) })
    case .row(let columns): return .row(columns.map { $0.datum(at) })
    }
  }

  /// The rows at those indexes, in that order; -1 gives NULL. `isStored` counts in the storage, not in rows.
  func gather(_ indexes: [Int32], isStored: Bool = false) -> Column {
    if isConstant, !isStored {
      if !indexes.contains(-1) {
        var copy: Column = self
        copy.count = indexes.count
        return copy
      }
      return gather(indexes.map { $0 < 0 ? -1 : 0 }, isStored: true)
    }
    var found: [Bool]?
    var hasMissing = false
    for index in indexes where index < 0 {
      hasMissing = true
      break
    }
    if validity != nil || hasMissing {
      var list = [Bool](repeating: true, count: indexes.count)
      for (row, index) in indexes.enumerated() {
        list[row] = index >= 0 && (validity?[Int(index)] ?? true)
      }
      found = list
    }
    let gathered: Storage
    switch storage {
    case .bool(let values): gathered = .bool(Self.pick(values, indexes, false))
    case .int(let values): gathered = .int(Self.pick(values, indexes, 0))
    case .decimal(let values): gathered = .decimal(Self.pick(values, indexes, 0))
    case .double(let values): gathered = .double(Self.pick(values, indexes, 0))
    case .bytes(let spans, let data): gathered = .bytes(Self.pick(spans, indexes, Span(0, 0)), data)
    case .array(let spans, let child): gathered = .array(Self.pick(spans, indexes, Span(0, 0)), child)
    case .map(let spans, let keys, let values):
      gathered = .map(Self.pick(spans, indexes, Span(0, 0)), keys, values)
    case .row(let columns): gathered = .row(columns.map { $0.gather(indexes) })
    }
    return Column(gathered, validity: found, count: indexes.count)
  }

  @inline(__always)
  private static func pick<Value>(_ values: [Value], _ indexes: [Int32], _ missing: Value) -> [Value] {
    [Value](unsafeUninitializedCapacity: indexes.count) { buffer, count in
      for (row, index) in indexes.enumerated() {
        // `initialize` for each: the memory is new.
        (buffer.baseAddress! + row).initialize(to: index < 0 ? missing : values[Int(index)])
      }
      count = indexes.count
    }
  }

  /// The first `count` rows from `start`.
  func slice(_ start: Int, _ count: Int) -> Column {
    if isConstant {
      var copy: Column = self
      copy.count = count
      return copy
    }
    return gather((start..<start + count).map { Int32($0) })
  }

  /// About how much memory it holds.
  var byteCount: Int {
    var total: Int = validity?.count ?? 0
    switch storage {
    case .bool(let values): total += values.count
    case .int(let values): total += values.count * 8
    case .decimal(let values): total += values.count * 16
    case .double(let values): total += values.count * 8
    case .bytes(let spans, let data): total += spans.count * 8 + data.count
    case .array(let spans, let child): total += spans.count * 8 + child.byteCount
    case .map(let spans, let keys, let values): total += spans.count * 8 + keys.byteCount + values.byteCount
    case .row(let columns): for column in columns { total += column.byteCount }
    }
    return total
  }
}

/// Rows that travel together.
package struct Batch: Sendable {
  package var columns: [Column]
  package var count: Int

  /// The most rows that an operator hands on.
  static let size = 4096

  package init(_ columns: [Column], count: Int) {
    self.columns = columns
    self.count = count
  }

  func gather(_ indexes: [Int32]) -> Batch {
    Batch(columns.map { $0.gather(indexes) }, count: indexes.count)
  }

  func slice(_ start: Int, _ length: Int) -> Batch {
    start == 0 && length == count ? self : Batch(columns.map { $0.slice(start, length) }, count: length)
  }

  var byteCount: Int { columns.reduce(0) { $0 + $1.byteCount } }
}
