import Protocols

/// Items as DynamoDB's JSON outside of answers: records for Kinesis streams and Lambda, files of exports and imports.
enum ItemJSON {
  static func text(of item: Item) -> [UInt8] {
    var writer = JSONWriter()
    AttributeEncoder.write(item, to: &writer)
    return writer.bytes
  }
}
