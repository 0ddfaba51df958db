import Protocols
import Runtime

/// Keeps one worker for each enabled mapping, and brings mappings from their transitional states to the final ones. Loop
/// only, but for `exists`.
///
/// `@unchecked Sendable`: closures carry it back to the Loop.
final class MappingWorkers: @unchecked Sendable {
  private unowned let service: LambdaService
  private let setting: ServiceSetting
  private var running: [String: (settings: EventSourceMapping, task: Task<Void, Never>)] = [:]
  private var settling: Set<String> = []
  private var isStopped = false

  init(_ service: LambdaService, _ setting: ServiceSetting) {
    self.service = service
    self.setting = setting
  }

  func start() { refresh() }

  func stop() {
    isStopped = true
    for worker in running.values { worker.task.cancel() }
  }

  /// Whether the source can be read; else what CreateEventSourceMapping answers.
  func exists(_ source: SourceARN, named arn: String, account: String) async -> AWSError? {
    do throws(AWSError) {
      _ = try await source.open(setting, as: .root(of: account)).shards()
      return nil
    } catch {
      if error.code == "ResourceNotFoundException" { return .invalidParameter("Stream not found: \(arn)") }
      return error
    }
  }

  /// Called after every commit that changed mappings: workers are started, begun again, or ended as the mappings say.
  func refresh() {
    if isStopped { return }
    for (id, worker) in running {
      guard let mapping = service.mappingStore.mappings[id], mapping.isEnabled, mapping.settings == worker.settings
      else {
        // What it is working on is finished first; then `ended` looks again.
        worker.task.cancel()
        continue
      }
      if mapping.state != .enabled { settle(mapping, .enabled) }
    }
    for mapping in service.mappingStore.mappings.values where running[mapping.id] == nil {
      if mapping.state == .deleting {
        delete(mapping)
      } else if mapping.isEnabled {
        start(mapping)
        if mapping.state != .enabled { settle(mapping, .enabled) }
      } else if mapping.state != .disabled {
        settle(mapping, .disabled)
      }
    }
  }

  private func start(_ mapping: EventSourceMapping) {
    let reader = MappingReader(mapping, service, setting)
    let task = setting.workers.spawn("lambda mapping \(mapping.id)") { [self] in
      await reader.run()
      setting.cloud.loop.post { [self] in
        running[mapping.id] = nil
        refresh()
      }
    }
    running[mapping.id] = (mapping.settings, task)
  }

  private func settle(_ mapping: EventSourceMapping, _ state: EventSourceMapping.State) {
    step(mapping.id) { [service] () throws(AWSError) in
      // It may have changed since.
      guard var present = service.mappingStore.mappings[mapping.id], present.settings == mapping.settings,
        present.state == mapping.state
      else { return }
      present.state = state
      try service.mappingStore.put(present)
    }
  }

  private func delete(_ mapping: EventSourceMapping) {
    step(mapping.id) { [service] () throws(AWSError) in try service.mappingStore.remove(mapping.id) }
  }

  private func step(_ id: String, _ body: @escaping @Sendable () throws(AWSError) -> Void) {
    guard settling.insert(id).inserted else { return }
    setting.workers.spawn("lambda mapping state") { [self] in
      let isCommitted = await setting.cloud.step(body) != nil
      setting.cloud.loop.post { [self] in
        settling.remove(id)
        // What failed is tried again with the next change; trying at once would never end on a full disk.
        if isCommitted { refresh() }
      }
    }
  }
}

extension EventSourceMapping {
  /// What a worker goes by: the mapping without what changes while it runs.
  var settings: EventSourceMapping {
    var copy = self
    copy.state = .enabled
    copy.lastModified = created
    copy.lastProcessingResult = ""
    return copy
  }
}
