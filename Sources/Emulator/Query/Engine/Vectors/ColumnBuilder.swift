/// Makes a column value by value. Used by one task at a time.
final class ColumnBuilder {
  let type: SQLType
  let kind: StorageKind
  private(set) var count = 0
  private var validity: [Bool]?
  private var bools: [Bool] = []
  private var ints: [Int64] = []
  private var decimals: [Int128] = []
  private var doubles: [Double] = []
  private var spans: [Span] = []
  private var data: [UInt8] = []
  /// The builders of nested values: an array's element; a map's key and value; a row's fields.
  private(set) var children: [ColumnBuilder] = []

  init(_ type: SQLType) {
    self.type = type
    kind = type.storage
    makeChildren()
  }

  private func makeChildren() {
    switch type {
    case .array(let element): children = [ColumnBuilder(element)]
    case .map(let key, let value): children = [ColumnBuilder(key), ColumnBuilder(value)]
    case .row(let fields): children = fields.map { ColumnBuilder($0.type) }
    default: break
    }
  }

  @inline(__always) private func mark(_ valid: Bool) {
    if validity != nil {
      validity!.append(valid)
    } else if !valid {
      var list = [Bool](repeating: true, count: count)
      list.append(false)
      validity = list
    }
    count += 1
  }

  func append(bool value: Bool) {
    bools.append(value)
    mark(true)
  }

  @inline(__always) func append(int value: Int64) {
    ints.append(value)
    mark(true)
  }

  func append(decimal value: Int128) {
    decimals.append(value)
    mark(true)
  }

  @inline(__always) func append(double value: Double) {
    doubles.append(value)
    mark(true)
  }

  @inline(__always) func append(bytes value: UnsafeRawBufferPointer) {
    spans.append(Span(data.count, value.count))
    data.append(contentsOf: value)
    mark(true)
  }

  func append(bytes value: [UInt8]) {
    spans.append(Span(data.count, value.count))
    data += value
    mark(true)
  }

  /// Text written by the closure at the end of the data.
  func appendBytes(_ write: (inout [UInt8]) -> Void) {
    let start: Int = data.count
    write(&data)
    spans.append(Span(start, data.count - start))
    mark(true)
  }

  func appendNull() {
    switch kind {
    case .bool: bools.append(false)
    case .int: ints.append(0)
    case .decimal: decimals.append(0)
    case .double: doubles.append(0)
    case .bytes: spans.append(Span(data.count, 0))
    case .array, .map: spans.append(Span(children[0].count, 0))
    case .row: for child in children { child.appendNull() }
    }
    mark(false)
  }

  /// An array or map whose elements were appended to the children since they held `start`.
  func closeNested(from start: Int) {
    spans.append(Span(start, children[0].count - start))
    mark(true)
  }

  /// A row whose fields were each appended.
  func closeRow() { mark(true) }

  func append(_ value: Datum) {
    switch value {
    case .null: appendNull()
    case .bool(let flag): append(bool: flag)
    case .int(let number): append(int: number)
    case .decimal(let number): append(decimal: number)
    case .double(let number): append(double: number)
    case .bytes(let text): append(bytes: text)
    case .array(let values):
      let start: Int = children[0].count
      for element in values { children[0].append(element) }
      closeNested(from: start)
    case .map(let keys, let values):
      let start: Int = children[0].count
      for key in keys { children[0].append(key) }
      for element in values { children[1].append(element) }
      closeNested(from: start)
    case .row(let values):
      for (child, field) in zip(children, values) { child.append(field) }
      closeRow()
    }
  }

  /// All rows of a column.
  func append(_ column: Column) {
    if column.isConstant || kind == .row || kind == .array || kind == .map {
      for row in 0..<column.count { append(column, row) }
      return
    }
    switch column.storage {
    case .bool(let values): bools += values
    case .int(let values): ints += values
    case .decimal(let values): decimals += values
    case .double(let values): doubles += values
    case .bytes(let sources, let source):
      source.withUnsafeBytes { raw in
        for span in sources {
          spans.append(Span(data.count, Int(span.count)))
          data.append(contentsOf: UnsafeRawBufferPointer(rebasing: raw[span.range]))
        }
      }
    case .array, .map, .row: break
    }
    if let other: [Bool] = column.validity {
      if validity == nil { validity = [Bool](repeating: true, count: count) }
      validity! += other
    } else if validity != nil {
      validity! += [Bool](repeating: true, count: column.count)
    }
    count += column.count
  }

  /// One row of a column.
  func append(_ column: Column, _ row: Int) {
    if !column.isValid(row) { return appendNull() }
    let at: Int = column.place(row)
    switch column.storage {
    case .bool(let values): append(bool: values[at])
    case .int(let values): append(int: values[at])
    case .decimal(let values): append(decimal: values[at])
    case .double(let values): append(double: values[at])
    case .bytes(let sources, let source):
      source.withUnsafeBytes { raw in append(bytes: UnsafeRawBufferPointer(rebasing: raw[sources[at].range])) }
    case .array(let sources, let child):
      let start: Int = children[0].count
      for index in sources[at].range { children[0].append(child, index) }
      closeNested(from: start)
    case .map(let sources, let keys, let values):
      let start: Int = children[0].count
      for index in sources[at].range {
        children[0].append(keys, index)
        children[1].append(values, index)
      }
      closeNested(from: start)
    case .row(let columns):
      for (child, source) in zip(children, columns) { child.append(source, at) }
      closeRow()
    }
  }

  /// The column; the builder is empty afterwards.
  func finish() -> Column {
    let storage: Column.Storage
    switch kind {
    case .bool: storage = .bool(bools)
    case .int: storage = .int(ints)
    case .decimal: storage = .decimal(decimals)
    case .double: storage = .double(doubles)
    case .bytes: storage = .bytes(spans, data)
    case .array: storage = .array(spans, children[0].finish())
    case .map: storage = .map(spans, children[0].finish(), children[1].finish())
    case .row: storage = .row(children.map { $0.finish() })
    }
    let column = Column(storage, validity: validity, count: count)
    bools = []
    ints = []
    decimals = []
    doubles = []
    spans = []
    data = []
    validity = nil
    count = 0
    return column
  }

  var byteCount: Int { data.count + spans.count * 8 + count * 8 + children.reduce(0) { $0 + $1.byteCount } }
}
