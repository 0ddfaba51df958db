import Protocols
import Runtime

/// The worker of one mapping: a reader for each shard, a shard's parents before the shard itself.
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
    await withTaskGroup(of: (shard: String, isDone: Bool).self) { group in
      var reading: Set<String> = []
      while !Task.isCancelled {
        guard let shards = await next(but: reading) else {
          do throws(CancellationError) {
            try await setting.workers.sleep(milliseconds: MappingReader.retryDelay)
          } catch {
            break
          }
          continue
        }
        for (shard, checkpoint) in shards {
          reading.insert(shard)
          let reader = ShardReader(mapping, shard: shard, service, setting)
          group.addTask { (shard, await reader.run(from: checkpoint)) }
        }
        // New shards appear when one that is read is closed, and then its reader comes to its end.
        if let ended = await group.next() { reading.remove(ended.shard) }
      }
      group.cancelAll()
    }
  }

  /// The shards that can be read now and are not yet, with their checkpoints; nil when the stream cannot be read, or when
  /// nothing at all is there to wait for.
  private func next(but reading: Set<String>) async -> [(String, LambdaStore.Checkpoint?)]? {
    let id = mapping.id
    guard let streams = setting.ports.streams,
      let checkpoints = await setting.cloud.step({ [service] () throws(AWSError) in
        try service.store.checkpoints(of: id)
      })
    else { return nil }
    let description: StreamPortDescription
    do throws(AWSError) {
      description = try await streams.describe(mapping.source, as: .root(of: mapping.function.account))
    } catch {
      return nil
    }
    let found = MappingReader.readable(
      description.shards, done: Set(checkpoints.filter { $0.value.isDone }.keys), reading: reading)
    if found.isEmpty, reading.isEmpty { return nil }
    return found.map { ($0, checkpoints[$0]) }
  }

  /// A shard waits for each of its parents that is still listed and not done with.
  static func readable(
    _ shards: [StreamPortDescription.Shard], done: Set<String>, reading: Set<String>
  ) -> [String] {
    let listed = Set(shards.map(\.id))
    return shards.filter { shard in
      !done.contains(shard.id) && !reading.contains(shard.id)
        && shard.parents.allSatisfy { !listed.contains($0) || done.contains($0) }
    }.map(\.id)
  }
}
