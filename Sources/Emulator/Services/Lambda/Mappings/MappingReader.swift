import Protocols
import Runtime

/// The worker of one mapping: readers for each shard, one a lane; a shard's parents before the shard itself.
struct MappingReader: Sendable {
  private let mapping: EventSourceMapping
  private let service: LambdaService
  private let setting: ServiceSetting

  init(_ mapping: EventSourceMapping, _ service: LambdaService, _ setting: ServiceSetting) {
    self.mapping = mapping
    self.service = service
    self.setting = setting
  }

  /// Milliseconds before a stream that cannot be read is looked at again.
  private static let retryDelay: Int64 = 1000

  /// Ends when the task is cancelled.
  func run() async {
    // Patterns were checked when the mapping was made.
    guard let filter = try? RecordFilter(mapping.filters) else { return }
    await withTaskGroup(of: (shard: String, lane: Int).self) { group in
      /// The lanes of each shard that are being read.
      var reading: [String: Set<Int>] = [:]
      while !Task.isCancelled {
        guard let (source, found) = await next(but: reading) else {
          do throws(CancellationError) {
            try await setting.workers.sleep(milliseconds: MappingReader.retryDelay)
          } catch {
            break
          }
          continue
        }
        for (shard, lane, position) in found {
          reading[shard.id, default: []].insert(lane)
          let reader = LaneReader(mapping, source, shard, lane: lane, from: position, filter, service, setting)
          group.addTask {
            _ = await reader.run()
            return (shard.id, lane)
          }
        }
        // New shards appear when one that is read is closed, and then its readers come to their end.
        if let ended = await group.next() {
          reading[ended.shard]?.remove(ended.lane)
          if reading[ended.shard]?.isEmpty == true { reading[ended.shard] = nil }
        }
      }
      group.cancelAll()
    }
  }

  private typealias Found = (shard: StreamPortDescription.Shard, lane: Int, position: ShardPosition)

  /// The lanes that can be read now and are not yet, with their positions; nil when the stream cannot be read, or when
  /// nothing at all is there to wait for.
  private func next(but reading: [String: Set<Int>]) async -> ((any EventSource), [Found])? {
    let (id, lanes) = (mapping.id, mapping.parallelizationFactor)
    let known = await setting.cloud.step { [service] () throws(AWSError) in
      try service.mappingStore.positions(of: id, lanes: lanes)
    }
    guard let known else { return nil }
    let source: any EventSource
    let shards: [StreamPortDescription.Shard]
    do throws(AWSError) {
      source = try await SourceARN(mapping.source).open(setting, as: .root(of: mapping.function.account))
      shards = try await source.shards()
    } catch {
      return nil
    }
    let done = Set(known.filter { $0.value.allSatisfy(\.isDone) }.keys)
    var found: [Found] = []
    for shard in MappingReader.readable(shards, done: done) {
      let positions = known[shard.id] ?? Array(repeating: ShardPosition(), count: lanes)
      for lane in 0..<lanes where !positions[lane].isDone && reading[shard.id]?.contains(lane) != true {
        found.append((shard, lane, positions[lane]))
      }
    }
    return found.isEmpty && reading.isEmpty ? nil : (source, found)
  }

  /// A shard waits for each of its parents that is still listed and not done with.
  static func readable(
    _ shards: [StreamPortDescription.Shard], done: Set<String>
  ) -> [StreamPortDescription.Shard] {
    let listed = Set(shards.map(\.id))
    return shards.filter { shard in
      !done.contains(shard.id) && shard.parents.allSatisfy { !listed.contains($0) || done.contains($0) }
    }
  }
}
