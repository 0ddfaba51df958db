import Protocols

/// Items as DynamoDB's JSON outside of answers: records for Kinesis streams and Lambda, files of exports and imports.
enum ItemJSON {
  static func text(of item: Item) -> [UInt8] {
    var writer = JSONWriter()
    AttributeEncoder.write(item, to: &writer)
    return writer.bytes
  }

  /// nil where it is no item that DynamoDB takes.
  static func item(_ json: [UInt8]) -> Item? {
    json.withUnsafeBytes { raw in
      var reader = JSONReader(raw)
      var decoder = AttributeDecoder()
      do { try decoder.item(&reader) } catch { return nil }
      return decoder.fault == nil ? Item(bytes: decoder.bytes) : nil
    }
  }
}
