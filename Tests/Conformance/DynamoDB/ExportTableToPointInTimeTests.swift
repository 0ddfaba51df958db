import Protocols
import Runtime
import Support
import Synchronization
import Testing

@testable import DynamoDB

/// Buckets in memory.
final class MemoryObjects: ObjectPort {
  private let objects = Mutex<[String: [UInt8]]>([:])

  var keys: [String] { objects.withLock { $0.keys.sorted() } }
  subscript(key: String) -> [UInt8]? { objects.withLock { $0[key] } }
  func set(_ key: String, _ body: [UInt8]) { objects.withLock { $0[key] = body } }

  func put(
    _ bucket: String, _ key: String, _ body: [UInt8], contentType: String?, as caller: Caller, region: String
  ) async throws(AWSError) {
    if bucket != "bucket" { throw AWSError("NoSuchBucket", "The specified bucket does not exist", status: 404) }
    set(key, body)
  }

  func get(
    _ bucket: String, _ key: String, range: Range<Int>?, as caller: Caller, region: String
  ) async throws(AWSError) -> [UInt8] {
    guard let body = self[key] else { throw AWSError("NoSuchKey", "none", status: 404) }
    return body
  }

  func list(
    _ bucket: String, prefix: String, token: String?, as caller: Caller, region: String
  ) async throws(AWSError) -> ObjectPage {
    if bucket != "bucket" { throw AWSError("NoSuchBucket", "The specified bucket does not exist", status: 404) }
    // One key a page, so that pages are walked.
    let found = keys.filter { $0.hasPrefix(prefix) && $0 > token ?? "" }
    guard let first = found.first else { return ObjectPage(entries: [], nextToken: nil) }
    return ObjectPage(
      entries: [.init(key: first, size: self[first]?.count ?? 0, lastModified: Timestamp(milliseconds: 0))],
      nextToken: found.count > 1 ? first : nil)
  }

  func hasBucket(_ bucket: String, as caller: Caller, region: String) async -> Bool { bucket == "bucket" }
}

struct TransferHouse {
  let objects = MemoryObjects()
  let house: DynamoDBHouse

  init() throws {
    let ports = Ports()
    ports.objects = objects
    house = try DynamoDBHouse(ports: ports)
  }

  func export(_ more: String = "", bucket: String = "bucket") async throws -> JSONValue {
    let asked = await house.call(
      "ExportTableToPointInTime",
      #"{"TableArn":"arn:aws:dynamodb:us-east-1:000000000000:table/tab","S3Bucket":"\#(bucket)","S3Prefix":"out"\#(more)}"#
    )
    let arn = try #require(try JSONValue.parse(asked)["ExportDescription"]?["ExportArn"]?.string, "\(asked)")
    var last = JSONValue.null
    _ = try await house.until {
      last = try JSONValue.parse(await house.call("DescribeExport", #"{"ExportArn":"\#(arn)"}"#))
      return last["ExportDescription"]?["ExportStatus"]?.string != "IN_PROGRESS"
    }
    return last["ExportDescription"] ?? .null
  }

  /// The lines of the export's data files.
  func lines(_ export: JSONValue) throws -> [JSONValue] {
    let manifest = try #require(export["ExportManifest"]?.string)
    let summary = try JSONValue.parse(try #require(objects[manifest]))
    let files = try #require(objects[summary["manifestFilesS3Key"]?.string ?? ""])
    var lines: [JSONValue] = []
    for line in files.split(separator: UInt8(ascii: "\n")) {
      let entry = try JSONValue.parse(Array(line))
      let data = try #require(objects[entry["dataFileS3Key"]?.string ?? ""])
      #expect(entry["md5Checksum"]?.string == Base64.encode(MD5.hash(data)))
      let text = try Inflater.decompress(data, .gzip, limit: 1 << 24)
      lines += try text.split(separator: UInt8(ascii: "\n")).map { try JSONValue.parse(Array($0)) }
    }
    return lines
  }
}

@Suite struct ExportTableToPointInTimeTests {
  @Test func writesTheTableAsItWas() async throws {
    let here = try TransferHouse()
    await here.house.freeze()
    await here.house.table()
    _ = await here.house.recover()
    for number in 0..<120 { await here.house.put("k\(1000 + number)-", number) }
    let moment = await here.house.now()
    await here.house.house.advance(milliseconds: 1000)
    await here.house.put("late", 1)
    _ = await here.house.call("DeleteItem", #"{"TableName":"tab","Key":{"p":{"S":"k1000-"}}}"#)
    let export = try await here.export(#","ExportTime":\#(moment)"#)
    #expect(export["ExportStatus"]?.string == "COMPLETED")
    #expect(export["ItemCount"]?.int == 120)
    let lines = try here.lines(export)
    #expect(lines.count == 120)
    #expect(lines.contains { $0["Item"]?["p"]?["S"]?.string == "k1000-" })
    #expect(!lines.contains { $0["Item"]?["p"]?["S"]?.string == "late" })
    let folder = "out/AWSDynamoDB/" + (export["ExportArn"]?.string?.split(separator: "/").last ?? "")
    for name in [
      "_started", "manifest-files.json", "manifest-files.md5", "manifest-summary.json", "manifest-summary.md5",
    ] {
      #expect(here.objects.keys.contains("\(folder)/\(name)"))
    }
  }

  @Test func writesChangesAlone() async throws {
    let here = try TransferHouse()
    await here.house.freeze()
    await here.house.table()
    _ = await here.house.recover()
    for name in ["same", "changed", "deleted"] { await here.house.put(name, 1) }
    await here.house.house.advance(milliseconds: 1000)
    let from = await here.house.now()
    await here.house.house.advance(milliseconds: 1000)
    await here.house.put("changed", 2)
    await here.house.put("changed", 3)
    await here.house.put("new", 4)
    _ = await here.house.call("DeleteItem", #"{"TableName":"tab","Key":{"p":{"S":"deleted"}}}"#)
    await here.house.house.advance(milliseconds: 20 * 60_000)
    let to = await here.house.now()
    await here.house.house.advance(milliseconds: 1000)
    await here.house.put("changed", 9)
    let export = try await here.export(
      #","ExportType":"INCREMENTAL_EXPORT","IncrementalExportSpecification":{"ExportFromTime":\#(from),"ExportToTime":\#(to)}"#
    )
    var changes: [String: JSONValue] = [:]
    for line in try here.lines(export) { changes[line["Keys"]?["p"]?["S"]?.string ?? ""] = line }
    #expect(Set(changes.keys) == ["changed", "new", "deleted"])
    #expect(changes["changed"]?["NewImage"]?["v"]?["N"]?.string == "3")
    #expect(changes["changed"]?["OldImage"]?["v"]?["N"]?.string == "1")
    #expect(changes["new"]?["OldImage"] == nil)
    #expect(changes["deleted"]?["NewImage"] == nil && changes["deleted"]?["OldImage"] != nil)
  }

  @Test func refusesAndFails() async throws {
    let here = try TransferHouse()
    await here.house.table()
    let arn = #""TableArn":"arn:aws:dynamodb:us-east-1:000000000000:table/tab","S3Bucket":"bucket""#
    #expect(
      await here.house.error("ExportTableToPointInTime", "{\(arn)}").hasPrefix(
        "PointInTimeRecoveryUnavailableException"))
    _ = await here.house.recover()
    #expect(
      await here.house.error("ExportTableToPointInTime", #"{\#(arn),"ExportFormat":"ION"}"#).contains("not emulated"))
    let failed = try await here.export(bucket: "none")
    #expect(failed["ExportStatus"]?.string == "FAILED" && failed["FailureCode"]?.string == "S3NoSuchBucket")
  }
}
