import Protocols

/// What CreateTable and UpdateTable ask of a table's stream.
enum StreamSpecification: StructureShape {
  static let streamEnabled = Required<Bool>("StreamEnabled")
  static let streamViewType = Member<String>(
    "StreamViewType", .values(["NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY"]))
  static let shape = structure("StreamSpecification", streamEnabled, streamViewType)

  /// What the table has now; nil without a stream that records.
  static func of(_ stream: TableStream?) -> Values<StreamSpecification>? {
    guard let stream, stream.disabled == nil else { return nil }
    return .with {
      $0[streamEnabled] = true
      $0[streamViewType] = stream.viewType.rawValue
    }
  }
}

extension DynamoDBService {
  /// A stream's ARN must have room in 255 bytes beside the name: AWS refuses longer names where a stream is asked for.
  private static let longestStreamedName = 222

  /// Refuses a specification that contradicts itself. Before the table is looked at.
  static func check(_ specification: Values<StreamSpecification>?, tableName: String) throws(AWSError) {
    guard let specification else { return }
    let isEnabled = specification[StreamSpecification.streamEnabled]
    let viewType = specification[StreamSpecification.streamViewType]
    if isEnabled && viewType == nil {
      throw AWSError.parameters("StreamEnabled is true but StreamViewType is not specified")
    }
    if !isEnabled && viewType != nil {
      throw AWSError.parameters("StreamViewType cannot be specified when StreamEnabled is false")
    }
  }

  /// Begins or ends the table's stream. `isNew`: the table is just made, and may ask for no stream.
  func apply(
    _ specification: Values<StreamSpecification>?, to table: Table, isNew: Bool, now: Int
  ) throws(AWSError) -> Table {
    guard let specification else { return table }
    let stream = streams.recording[table.id]
    if specification[StreamSpecification.streamEnabled] {
      if let stream {
        throw AWSError.validation(
          "Table already has an enabled stream: TableName: \(table.name), StreamArn: \(stream.arn)")
      }
      let viewType = StreamViewType(rawValue: specification[StreamSpecification.streamViewType] ?? "") ?? .keysOnly
      _ = try streams.enable(table, viewType, now: now)
    } else {
      guard let stream else {
        if isNew { return table }
        throw AWSError.validation("Table has no stream to disable: TableName: \(table.name)")
      }
      try streams.disable(tableID: table.id, now: now)
      changed(stream)
    }
    return try refollow(table)
  }
}
