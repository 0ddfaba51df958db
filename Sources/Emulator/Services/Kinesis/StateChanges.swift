import Protocols
import Runtime
import Storage

/// The states of streams and consumers. With `--kinesis-delay` a change passes through CREATING, UPDATING or DELETING for
/// that long, by the emulator's clock, and comes into effect then; without it everything is in effect at once.
extension KinesisService {
  private var delay: Int { setting.configuration.kinesisDelay }

  /// When a state entered now ends; nil without a delay.
  func dueTime(now: Int) -> Int? { delay > 0 ? now + delay : nil }

  /// Changes a stream that is ACTIVE, now or when its UPDATING ends: until then it shows what it was.
  func change(_ stream: Stream, _ change: StreamChange, now: Int) throws(AWSError) {
    guard let due = dueTime(now: now) else { return try apply(change, to: stream, now: now) }
    var settings = stream.settings
    settings.status = .updating
    settings.due = due
    settings.pending = change
    try store.put(settings, of: stream)
    awaitChange(due)
  }

  /// Settles what is due at that time, once the present round is committed. Loop only.
  func awaitChange(_ due: Int) {
    store.round.afterCommit { [self] in armChange(due) }
  }

  private func armChange(_ due: Int) {
    setting.workers.at(milliseconds: Int64(due)) { [self] in
      setting.workers.spawn("kinesis states") { [self] in
        _ = await setting.cloud.step { [self] () throws(AWSError) in
          try settle(now: Int(setting.clock.milliseconds))
        }
      }
    }
  }

  /// At start: what was under way goes on.
  func awaitAllChanges() {
    for stream in store.streams.values {
      if let due = stream.settings.due { armChange(due) }
      for consumer in stream.consumers { if let due = consumer.settings.due { armChange(due) } }
    }
  }

  /// Ends every state that is due.
  private func settle(now: Int) throws(AWSError) {
    for stream in Array(store.streams.values) {
      for consumer in stream.consumers {
        guard let due = consumer.settings.due, due <= now else { continue }
        if consumer.status == .deleting {
          try store.delete(consumer, of: stream)
        } else {
          var settings = consumer.settings
          settings.status = .active
          settings.due = nil
          try store.put(settings, of: consumer)
        }
      }
      guard let due = stream.settings.due, due <= now else { continue }
      if stream.status == .deleting {
        try remove(stream)
        continue
      }
      let pending = stream.settings.pending
      var settings = stream.settings
      settings.status = .active
      settings.due = nil
      settings.pending = nil
      try store.put(settings, of: stream)
      changed(stream)
      if let pending { try apply(pending, to: stream, now: now) }
    }
  }

  /// The stream, its consumers and its records are gone; subscriptions end.
  func remove(_ stream: Stream) throws(AWSError) {
    try store.delete(stream)
    changed(stream)
  }

  private func apply(_ change: StreamChange, to stream: Stream, now: Int) throws(AWSError) {
    var settings = stream.settings
    switch change {
    case .mode(let mode):
      settings.mode = mode
      if mode != "ON_DEMAND" { settings.warmThroughput = nil }
    case .retention(let hours): settings.retentionHours = hours
    case .maxRecordSize(let kib): settings.maxRecordKiB = kib
    case .encryption(let keyID): settings.keyID = keyID
    case .metrics(let names): settings.metrics = names
    case .warmThroughput(let rate): settings.warmThroughput = rate
    case .split, .merge, .resize, .halve:
      var resharding = Resharding(stream, store, now: now)
      try resharding.apply(change)
      // Readers at the end of a closed shard are waiting for its children.
      changed(stream)
      return
    }
    try store.put(settings, of: stream)
  }
}
