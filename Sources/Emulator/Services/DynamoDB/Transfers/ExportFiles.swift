import Protocols

/// The files of an export, as they grow: data in gzip'ed lines of JSON, then two manifests with their checksums.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport.Output.html
struct ExportFiles {
  /// Bytes of lines in one data file.
  static let fileSize = 8 << 20

  let folder: String
  private var lines: [UInt8] = []
  private var lineCount = 0
  private var manifest: [UInt8] = []
  private(set) var itemCount = 0
  private(set) var bytes = 0

  /// `…/AWSDynamoDB/<export's id>`
  init(folder: String) { self.folder = folder }

  var isFull: Bool { lines.count >= ExportFiles.fileSize }
  var isEmpty: Bool { lineCount == 0 }

  mutating func add(_ item: Item) {
    append("{\"Item\":")
    lines += ItemJSON.text(of: item)
    append("}\n")
    count(ItemSize.of(item))
  }

  /// A change of an incremental export. `time` in milliseconds.
  mutating func add(keys: Item, new: Item?, old: Item?, time: Int) {
    append("{\"Metadata\":{\"WriteTimestampMicros\":{\"N\":\"\(time * 1000)\"}},\"Keys\":")
    lines += ItemJSON.text(of: keys)
    for (name, image) in [("NewImage", new), ("OldImage", old)] {
      guard let image else { continue }
      append(",\"\(name)\":")
      lines += ItemJSON.text(of: image)
    }
    append("}\n")
    count([new, old].compactMap { $0 }.reduce(0) { $0 + ItemSize.of($1) })
  }

  private mutating func append(_ text: String) { lines.append(contentsOf: text.utf8) }

  private mutating func count(_ size: Int) {
    lineCount += 1
    itemCount += 1
    bytes += size
  }

  /// Closes the data file of that name; gives its key and content, and enters it into the manifest.
  mutating func close(_ name: String) -> (key: String, body: [UInt8]) {
    let key = "\(folder)/data/\(name).json.gz"
    let body = Deflater.compress(lines, .gzip)
    let sum = MD5.hash(body)
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("itemCount")
    writer.raw(String(lineCount))
    writer.key("md5Checksum")
    writer.string(Base64.encode(sum))
    writer.key("etag")
    writer.string(Self.hex(sum))
    writer.key("dataFileS3Key")
    writer.string(key)
    writer.endObject()
    manifest += writer.bytes + [UInt8(ascii: "\n")]
    lines = []
    lineCount = 0
    return (key, body)
  }

  /// The manifests and their checksums, in the order in which they are written.
  func manifests(_ description: Values<ExportDescription>) -> [(key: String, body: [UInt8])] {
    let summary = summary(description)
    return [
      ("\(folder)/manifest-files.json", manifest),
      ("\(folder)/manifest-files.md5", Array(Base64.encode(MD5.hash(manifest)).utf8)),
      ("\(folder)/manifest-summary.json", summary),
      ("\(folder)/manifest-summary.md5", Array(Base64.encode(MD5.hash(summary)).utf8)),
    ]
  }

  private func summary(_ description: Values<ExportDescription>) -> [UInt8] {
    let isIncremental = description[ExportDescription.exportType] == "INCREMENTAL_EXPORT"
    func time(_ timestamp: Timestamp?) -> JSONValue { timestamp.map { .string($0.iso8601(.milliseconds)) } ?? .null }
    func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
    var members: [(String, JSONValue)] = [
      ("version", isIncremental ? "2023-08-01" : "2020-06-30"),
      ("exportArn", text(description[ExportDescription.exportARN])),
      ("startTime", time(description[ExportDescription.startTime])),
      ("endTime", time(description[ExportDescription.endTime])),
      ("tableArn", text(description[ExportDescription.tableARN])),
      ("tableId", text(description[ExportDescription.tableID])),
    ]
    if isIncremental {
      let asked = description[ExportDescription.incrementalExportSpecification]
      members += [
        ("exportFromTime", time(asked?[IncrementalExportSpecification.exportFromTime])),
        ("exportToTime", time(asked?[IncrementalExportSpecification.exportToTime])),
        ("exportType", "INCREMENTAL_EXPORT"),
        ("outputView", text(asked?[IncrementalExportSpecification.exportViewType] ?? "NEW_AND_OLD_IMAGES")),
      ]
    } else {
      members.append(("exportTime", time(description[ExportDescription.exportTime])))
    }
    members += [
      ("s3Bucket", text(description[ExportDescription.s3Bucket])),
      ("s3Prefix", text(description[ExportDescription.s3Prefix])),
      ("s3SseAlgorithm", text(description[ExportDescription.s3SSEAlgorithm])), ("s3SseKmsKeyId", .null),
      ("manifestFilesS3Key", .string("\(folder)/manifest-files.json")),
      ("billedSizeBytes", .number(String(bytes))), ("itemCount", .number(String(itemCount))),
      ("outputFormat", "DYNAMODB_JSON"),
    ]
    return JSONValue.object(JSONObject(members.map { JSONObject.Member(key: $0.0, value: $0.1) })).bytes
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
