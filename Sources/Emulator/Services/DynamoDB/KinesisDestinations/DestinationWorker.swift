import Protocols
import Runtime

/// Delivers tables' changes to their Kinesis streams, in order, at least once: what is written stands in the store until
/// the stream has it.
extension DynamoDBService {
  /// Records of one PutRecords. An item's two images have at most 0.8 MB.
  private static let batch = 10
  /// Before another try at a stream that refuses, by the emulator's clock.
  private static let retryInterval: Int64 = 1000

  func startDelivering() {
    setting.workers.spawn("dynamodb kinesis") { [self] in
      do {
        while true {
          var isWaiting = false
          for destination in await openDestinations() {
            switch await deliver(to: destination) {
            case .done: break
            case .later: isWaiting = true
            }
          }
          if isWaiting {
            setting.cloud.loop.post { [self] in
              setting.workers.at(milliseconds: setting.clock.milliseconds + Self.retryInterval) { [self] in
                destinationSignal.raise()
              }
            }
          }
          try await destinationSignal.wait()
        }
      } catch {
        // The server ends.
      }
    }
  }

  private struct Open: Sendable {
    var destination: KinesisDestination
    var tableName: String
    var region: String
    var account: String
  }

  private enum Delivery { case done, later }

  private func openDestinations() async -> [Open] {
    await setting.cloud.step { [self] () throws(AWSError) -> [Open] in
      var all: [Open] = []
      for table in store.tables.values {
        for destination in destinations.destinations[table.id] ?? [] where destination.takesRecords {
          all.append(
            Open(destination: destination, tableName: table.name, region: table.region, account: table.account))
        }
      }
      return all
    } ?? []
  }

  private func deliver(to open: Open) async -> Delivery {
    let caller = Caller.root(of: open.account)
    let destination = open.destination
    if destination.status == "ENABLING" {
      do throws(AWSError) {
        _ = try await setting.ports.streams.describe(destination.streamARN, as: caller)
        _ = await mark(destination, "ACTIVE", nil)
      } catch {
        _ = await mark(
          destination, "ENABLE_FAILED", "User does not have a permission to use the stream, or the stream is not there."
        )
        return .done
      }
    }
    while true {
      let page = await setting.cloud.step { [self] () throws(AWSError) -> [DestinationStore.Record] in
        // Disabling may have come in between.
        let now = destinations.destinations[destination.tableID]?.first { $0.id == destination.id }
        if !(now?.takesRecords ?? false) { return [] }
        return try destinations.waiting(for: destination.id, limit: Self.batch)
      }
      guard let page else { return .later }
      guard let last = page.last else { return .done }
      let records = page.map { record in
        (
          partitionKey: KinesisRecord.partitionKey(record),
          data: KinesisRecord.text(record, open.tableName, open.region, destination)
        )
      }
      do throws(AWSError) {
        try await setting.ports.streamWriter.put(records, to: destination.streamARN, as: caller)
      } catch {
        if error.code != "ResourceNotFoundException" { return .later }
        _ = await mark(destination, "DISABLED", "The stream is not there any more.")
        return .done
      }
      let isMarked = await setting.cloud.step { [self] () throws(AWSError) -> Bool in
        try destinations.delivered(destination.id, through: last.id)
        return true
      }
      if isMarked == nil { return .later }
    }
  }

  private func mark(_ destination: KinesisDestination, _ status: String, _ description: String?) async -> Bool? {
    await setting.cloud.step { [self] () throws(AWSError) -> Bool in
      let now = destinations.destinations[destination.tableID]?.first { $0.id == destination.id }
      guard let now, now.takesRecords else { return false }
      try destinations.set(
        tableID: now.tableID, now.streamARN, status: status, description: description, precision: now.precision)
      if let table = store.tables.values.first(where: { $0.id == now.tableID }) { try refollow(table) }
      return true
    }
  }
}

/// A change as a Kinesis stream's record tells it
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/kds_gettingstarted.html).
enum KinesisRecord {
  static func text(
    _ record: DestinationStore.Record, _ tableName: String, _ region: String, _ destination: KinesisDestination
  ) -> [UInt8] {
    let size = [record.keys, record.new, record.old].compactMap { $0 }.reduce(0) { $0 + ItemSize.of($1) }
    var writer = JSONWriter(reserving: size * 2 + 400)
    writer.beginObject()
    writer.key("awsRegion")
    writer.string(region)
    writer.key("eventID")
    writer.string(record.eventID)
    writer.key("eventName")
    writer.string(record.kind.name)
    writer.key("userIdentity")
    writer.raw(
      record.isByTimeToLive ? #"{"principalId":"dynamodb.amazonaws.com","type":"Service"}"# : "null")
    writer.key("recordFormat")
    writer.string("application/json")
    writer.key("tableName")
    writer.string(tableName)
    writer.key("dynamodb")
    writer.beginObject()
    writer.key("ApproximateCreationDateTime")
    writer.raw(String(destination.precision == "MICROSECOND" ? record.time : record.time / 1000))
    writer.key("Keys")
    AttributeEncoder.write(record.keys, to: &writer)
    if let new = record.new {
      writer.key("NewImage")
      AttributeEncoder.write(new, to: &writer)
    }
    if let old = record.old {
      writer.key("OldImage")
      AttributeEncoder.write(old, to: &writer)
    }
    writer.key("SizeBytes")
    writer.raw(String(size))
    writer.key("ApproximateCreationDateTimePrecision")
    writer.string(destination.precision)
    writer.endObject()
    writer.key("eventSource")
    writer.string("aws:dynamodb")
    writer.endObject()
    return writer.bytes
  }

  /// Changes of one item go to one shard.
  static func partitionKey(_ record: DestinationStore.Record) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    let hash = MD5.hash(record.keys.bytes)
    return String(decoding: hash.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
