package import Protocols
package import Runtime
package import Storage

/// Amazon Data Firehose (https://docs.aws.amazon.com/firehose/latest/APIReference/Welcome.html), on one page: what it is
/// on the wire, what it can do, which workers read and deliver.
///
/// `@unchecked Sendable`: only the Loop touches it; workers come back to the Loop through `Cloud`.
package final class FirehoseService: Service, @unchecked Sendable {
  package static let description = ServiceDescription(
    name: "firehose", title: "Firehose", model: "firehose/2015-08-04", signingName: "firehose",
    targetPrefix: "Firehose_20150804", protocols: [.awsJSON(version: "1.1")], bodyLimit: 8 << 20,
    throttled: AWSError("ServiceUnavailableException", "Slow down.", status: 503))

  package static let unbuilt: [UnbuiltOperation] = []

  package var operations: [OperationEntry] {
    [
      OperationEntry(CreateDeliveryStream.self, on: self),
      OperationEntry(DeleteDeliveryStream.self, on: self),
      OperationEntry(DescribeDeliveryStream.self, on: self),
      OperationEntry(ListDeliveryStreams.self, on: self),
      OperationEntry(ListTagsForDeliveryStream.self, on: self),
      OperationEntry(PutRecord.self, on: self),
      OperationEntry(PutRecordBatch.self, on: self),
      OperationEntry(StartDeliveryStreamEncryption.self, on: self),
      OperationEntry(StopDeliveryStreamEncryption.self, on: self),
      OperationEntry(TagDeliveryStream.self, on: self),
      OperationEntry(UntagDeliveryStream.self, on: self),
      OperationEntry(UpdateDestination.self, on: self),
    ]
  }

  let store: FirehoseStore
  let trace: FirehoseTrace
  let setting: ServiceSetting
  var ids = IDs()
  private var isStarted = false

  package init(_ database: Database, _ setting: ServiceSetting) throws {
    store = try FirehoseStore(database)
    trace = try FirehoseTrace(database)
    self.setting = setting
  }

  package func start() {
    isStarted = true
    for stream in store.streams.values { begin(stream) }
    sweepDropped()
  }

  package func reset(account: String?) throws(AWSError) {
    for stream in Array(store.streams.values) where account == nil || stream.account == account {
      try store.delete(stream)
      store.round.afterCommit { [self] in end(stream) }
    }
    try trace.reset(account: account)
  }

  package func counts() throws(AWSError) -> [(name: String, count: Int)] {
    [("delivery streams", store.streams.count)]
  }

  /// Which objects a record of a Kinesis stream went into; the latest 50,000 records are remembered. Loop only.
  package func deliveries(
    ofRecord sequenceNumber: String, inStream streamARN: String
  ) throws(AWSError) -> [RecordDelivery] {
    try trace.deliveries(of: sequenceNumber, source: streamARN)
  }

  // MARK: Flushing

  /// Delivers what is buffered, without waiting for size or interval: of every delivery stream of that name, or of all.
  /// A Kinesis source is read to its tip first. Loop only; returns at once.
  package func flush(_ name: String?) {
    for stream in store.streams.values where name == nil || stream.name == name { flush(stream) }
  }

  /// As `flush`, and returns when everything is delivered, or has failed once, or the machine's clock has gone on by
  /// `atMost` milliseconds: what is not delivered is kept. From anywhere.
  package func flushAndWait(_ name: String? = nil, atMost: Int = 10_000) async {
    let streams: [DeliveryStream] = await withCheckedContinuation { continuation in
      setting.cloud.loop.post { [self] in
        continuation.resume(returning: store.streams.values.filter { name == nil || $0.name == name })
      }
    }
    for stream in streams {
      await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
        setting.cloud.loop.post { [self] in
          if stream.isDeleted || stream.workers.isEmpty { return continuation.resume() }
          let waiter = stream.wait(continuation)
          setting.cloud.loop.after(milliseconds: atMost) { stream.endWaiting(of: waiter) }
          flush(stream)
        }
      }
    }
  }

  private func flush(_ stream: DeliveryStream) {
    stream.flushes += 1
    if stream.source != nil {
      stream.wantsSourceFlush = true
      stream.sourceSignal.raise()
      stream.deliverySignal.raise()
      return
    }
    stream.pendingFlushes += 1
    setting.workers.spawn("firehose flush") { [self] in
      _ = await setting.cloud.step { [self] () throws(AWSError) in
        if !stream.isDeleted { try store.seal(stream, &ids) }
      }
      setting.cloud.loop.post {
        stream.pendingFlushes -= 1
        stream.deliverySignal.raise()
      }
    }
  }

  // MARK: Buffering

  /// Takes a record in; with what must follow once it is committed.
  func append(
    _ data: [UInt8], arrival: Int, from origin: RecordOrigin? = nil, to stream: DeliveryStream, now: Int
  ) throws(AWSError) {
    let due = stream.nextDueAt
    try store.append(data, arrival: arrival, from: origin, to: stream, now: now)
    if stream.buffer.bytes >= stream.hints.bytes {
      try store.seal(stream, &ids)
      store.round.afterCommit { stream.deliverySignal.raise() }
    } else if stream.nextDueAt != due {
      store.round.afterCommit { [self] in watch(stream) }
    }
  }

  /// Sees to it that the open buffer is delivered, and the transforming function called, when their intervals are over.
  func watch(_ stream: DeliveryStream) {
    guard isStarted, !stream.isDeleted, let due = stream.nextDueAt else { return }
    if due <= Int(setting.clock.milliseconds) { return stream.deliverySignal.raise() }
    if let timer = stream.timer {
      if timer.due <= due { return }
      setting.workers.cancelTimer(timer.id)
    }
    let id = setting.workers.at(milliseconds: Int64(due)) { [self] in
      stream.timer = nil
      watch(stream)
    }
    stream.timer = (id, due)
  }

  // MARK: What workers ask of the Loop

  func now() async -> Timestamp {
    await withCheckedContinuation { continuation in
      setting.cloud.loop.post { [self] in continuation.resume(returning: setting.clock.now) }
    }
  }

  func uuid() async -> String {
    await withCheckedContinuation { continuation in
      setting.cloud.loop.post { [self] in continuation.resume(returning: ids.uuid()) }
    }
  }

  // MARK: Workers

  /// Once the delivery stream is committed.
  func begin(_ stream: DeliveryStream) {
    guard isStarted, stream.workers.isEmpty else { return }
    let delivery = DeliveryWorker(self, stream)
    stream.workers.append(setting.workers.spawn("firehose delivery") { await delivery.run() })
    if let source = stream.source {
      let reader = SourceReader(self, stream, source)
      stream.workers.append(setting.workers.spawn("firehose source") { await reader.run() })
    }
    watch(stream)
  }

  /// Once its deletion is committed.
  func end(_ stream: DeliveryStream) {
    for worker in stream.workers { worker.cancel() }
    stream.workers = []
    if let timer = stream.timer { setting.workers.cancelTimer(timer.id) }
    stream.timer = nil
    stream.endWaiting()
    sweepDropped()
  }

  private func sweepDropped() {
    guard isStarted else { return }
    setting.workers.spawn("firehose sweep") { [self] in
      while await setting.cloud.step({ [self] () throws(AWSError) in try store.sweep() }) == true {}
    }
  }
}
