import Glibc
import Protocols
import Runtime
import Support
import Synchronization
import Testing

@testable import Firehose

/// When and where records are delivered.
@Suite struct DeliveryTests {
  typealias Destination = ExtendedS3DestinationConfiguration
  /// 2026-03-04T05:06:07.089Z
  static let moment = Timestamp(
    Timestamp.Civil(year: 2026, month: 3, day: 4, hour: 5, minute: 6, second: 7, millisecond: 89)
  ).milliseconds

  @Test func deliversWhenTheIntervalIsOver() async throws {
    let firehose = try await FirehoseHouse(milliseconds: Self.moment)
    try await firehose.create { $0[Destination.prefix] = "raw/" }
    try await firehose.put("one")
    try await firehose.put("two")
    await firehose.house.advance(milliseconds: 299_999)
    #expect(firehose.ports.objects.isEmpty)
    await firehose.house.advance(milliseconds: 1)
    #expect(await firehose.eventually { firehose.ports.objects.count == 1 })
    let object = try #require(firehose.ports.objects.first)
    #expect(object.text == "onetwo")
    let name = try #require(object.key.wholeMatch(of: /raw\/2026\/03\/04\/05\/d-1-2026-03-04-05-06-07-([0-9a-f-]{36})/))
    #expect(name.1.utf8.count == 36)
    await firehose.house.stop()
  }

  @Test func deliversWhenTheBufferIsFull() async throws {
    let firehose = try await FirehoseHouse()
    try await firehose.create {
      $0[Destination.bufferingHints] = .with { $0[BufferingHints.sizeInMBs] = 1 }
    }
    let half = String(repeating: "x", count: 1 << 19)
    try await firehose.put(half)
    try await firehose.put(half)
    try await firehose.put("rest")
    #expect(await firehose.eventually { firehose.ports.objects.count == 1 })
    #expect(firehose.ports.objects.first?.text.utf8.count == 1 << 20)
    await firehose.flush()
    #expect(firehose.ports.objects.last?.text == "rest")
    await firehose.house.stop()
  }

  @Test func deliversAtOnceWithoutAnInterval() async throws {
    let firehose = try await FirehoseHouse()
    try await firehose.create {
      $0[Destination.bufferingHints] = .with { $0[BufferingHints.intervalInSeconds] = 0 }
    }
    try await firehose.put("now")
    #expect(await firehose.eventually { firehose.ports.objects.first?.text == "now" })
    await firehose.house.stop()
  }

  @Test func compressesWithGzip() async throws {
    let firehose = try await FirehoseHouse()
    try await firehose.create { $0[Destination.compressionFormat] = "GZIP" }
    try await firehose.put("{}\n")
    await firehose.flush()
    let object = try #require(firehose.ports.state.withLock { $0.objects.first })
    #expect(object.key.hasSuffix(".gz"))
    #expect(try Inflater.decompress(object.body, .gzip, limit: 100) == Array("{}\n".utf8))
    await firehose.house.stop()
  }

  @Test func appendsTheFileExtensionInsteadOfTheCompressionsOwn() async throws {
    let firehose = try await FirehoseHouse()
    try await firehose.create {
      $0[Destination.compressionFormat] = "GZIP"
      $0[Destination.fileExtension] = ".json.gz"
    }
    try await firehose.put("{}")
    await firehose.flush()
    #expect(firehose.ports.objects.first?.key.hasSuffix(".json.gz") == true)
    #expect(firehose.ports.objects.first?.key.hasSuffix(".gz.json.gz") == false)
    await firehose.house.stop()
  }

  @Test func keepsTheDataWhileTheBucketIsMissingAndNamesTheObjectOnce() async throws {
    let firehose = try await FirehoseHouse()
    firehose.ports.state.withLock { $0.buckets = [] }
    try await firehose.create {
      $0[Destination.cloudWatchLoggingOptions] = .with {
        $0[CloudWatchLoggingOptions.enabled] = true
        $0[CloudWatchLoggingOptions.logGroupName] = "/aws/kinesisfirehose/d"
        $0[CloudWatchLoggingOptions.logStreamName] = "S3Delivery"
      }
    }
    try await firehose.put("kept")
    await firehose.flush()
    #expect(firehose.ports.objects.isEmpty)
    let log = firehose.ports.state.withLock { $0.logs.first } ?? ""
    #expect(log.hasPrefix("/aws/kinesisfirehose/d/S3Delivery {"))
    #expect(log.contains(#""errorCode":"S3.NoSuchBucket""#))
    firehose.ports.state.withLock { $0.buckets = ["lake"] }
    // The next attempt waits for the emulator's clock.
    await firehose.house.advance(milliseconds: 60_000)
    #expect(await firehose.eventually { firehose.ports.objects.first?.text == "kept" })
    await firehose.house.stop()
  }

  @Test func deliversAfterARestartWhatWasBufferedBefore() async throws {
    let path = "/tmp/cauce-firehose-\(UInt64.random(in: 0...UInt64.max)).sqlite"
    defer { for end in ["", "-wal", "-shm"] { unlink(path + end) } }
    let first = try await FirehoseHouse(path: path)
    first.ports.state.withLock { $0.buckets = [] }
    try await first.create { $0[Destination.prefix] = "p/" }
    try await first.put("sealed")
    await first.flush()
    try await first.put("open")
    await first.house.stop()

    let second = try await FirehoseHouse(path: path)
    // The sealed batch needs no flush: it is tried at the start.
    #expect(await second.eventually { second.ports.objects.count == 1 })
    #expect(second.ports.objects.first?.text == "sealed")
    await second.flush()
    #expect(second.ports.objects.map(\.text) == ["sealed", "open"])
    await second.house.stop()
  }

  @Test func writesPrefixesWithExpressions() async throws {
    let firehose = try await FirehoseHouse(milliseconds: Self.moment)
    try await firehose.create {
      $0[Destination.prefix] =
        "data/year=!{timestamp:yyyy}/month=!{timestamp:MM}/!{timestamp:dd'T'HH}/r=!{firehose:random-string}/"
      $0[Destination.errorOutputPrefix] = "errors/!{firehose:error-output-type}/"
    }
    try await firehose.put("x")
    await firehose.flush()
    let key = firehose.ports.objects.first?.key ?? ""
    #expect(key.wholeMatch(of: /data\/year=2026\/month=03\/04T05\/r=[a-zA-Z0-9]{11}\/d-1-.*/) != nil, "\(key)")
    await firehose.house.stop()
  }

  @Test func putsWhatEachRecordBecameIntoTheTrace() async throws {
    let firehose = try await FirehoseHouse()
    firehose.ports.state.withLock { $0.shards[FirehoseHouse.shard] = [] }
    try await firehose.create(source: true)
    let now = await firehose.now
    firehose.ports.append("abc", at: now)
    firehose.ports.append("de", at: now)
    await firehose.flush()
    let second = try #require(await firehose.deliveries(of: "2").first)
    #expect(second.range == 3..<5)
    #expect(second.key == firehose.ports.objects.first?.key)
    #expect(second.outcome == .delivered)
    #expect(await firehose.deliveries(of: "3").isEmpty)
    await firehose.house.stop()
  }
}
